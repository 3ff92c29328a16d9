"""The lesson on its page: one line above the picture, the idea, the tour and its predictions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core.course import glossary, lesson
from core.course.lesson import Lesson, Prediction, Sets, Step
from core.course.shown import LESSON
from core.playground import Playground
from core.ui import address, controls, state
from core.ui.tours import TOUR, Tour, tour_param

LIT = "outline: 3px solid #E69F00; outline-offset: 4px; border-radius: 6px;"
SPOTS = {
    "picture": ".st-key-trip_shown",
    "notice": ".st-key-notice",
    "controls": ".st-key-trip_controls",
    "missions": ".st-key-trip_below",
}


class Shown:
    """A lesson on the screen, whose sentences with numbers wait for the answer.

    slug, playground : whose. projected : before a class, where the idea opens only when asked for.
    Without a lesson nothing is shown.
    """

    def __init__(self, slug: str, playground: Playground, *, projected: bool = False) -> None:
        self.prefix = f"{slug}_{playground.id}"
        self.id = f"{slug}.{playground.id}"
        self.slug = slug
        self.playground = playground
        self.lesson = lesson.of(slug, playground.id)
        self.tour = Tour(self.prefix)
        self.projected = projected
        self._numbers: Any = None
        self._outcome: Any = None

    def enter(self) -> None:
        """Follow the learner, or the address, to a step: set what it sets before it is drawn."""
        if self.lesson is None:
            return
        address.heed((tour_param(self.lesson),), self.prefix)
        place = self._chosen()
        if place != self.tour.step:
            self._stand_at(place)
        if place is not None and not self.tour.is_set:
            self._make_ready(self.lesson.tour[place])

    def _stand_at(self, place: int | None) -> None:
        if self.tour.step is None:
            self.tour.keep_mine(self._values())
        self.tour.begin(place)
        if place is None:
            self._bring_back()
        else:
            st.session_state[f"{self.prefix}_idea"] = False

    def _make_ready(self, step: Step) -> None:
        """Set what a step sets, once the table that it needs is there.

        What earlier steps had moved goes back, unless the step only looks at what they came to.
        """
        setting = step.setting
        if not _has_table(setting):
            return
        if setting.values or setting.experiment or step.predict is not None:
            back = self.tour.as_they_were(self._defaults())
            setting = replace(setting, values={**back, **setting.values})
        self._move(setting)
        self.tour.is_set = True

    def show(self) -> None:
        """Show the line, and what of idea and tour is open."""
        if self.lesson is None:
            return
        with st.container(key="lesson"):
            self._line(self.lesson)
            if self.idea_is_open:
                self._idea(self.lesson)
            if self.tour.step is not None:
                self._step(self.lesson, self.tour.step)

    def tell(self, settings: Any, answer: Any) -> None:
        """Fill in what is said with the numbers of an answer."""
        if self.lesson is None:
            return
        if self._numbers is not None:
            numbers = lesson.asked_of(self.id, self.lesson.numbers, settings, answer)
            if numbers:
                self._numbers.markdown(f"here: ${numbers}$")
        step = self.tour.step
        if step is None:
            return
        self._judge(self.lesson.tour[step], settings, answer)

    @property
    def idea_is_open(self) -> bool:
        """Whether the idea stands on the page: at first, until it is closed.

        Not before the browser has told what is known: it would come and go.
        """
        fresh = state.has_passport() and self.id not in state.known() and not self.projected
        return bool(st.session_state.get(f"{self.prefix}_idea", fresh))

    @property
    def waits(self) -> bool:
        """Whether a film rests at its first frame: its picture is explained for the first time."""
        told = f"{self.prefix}_idea" in st.session_state
        return self.lesson is not None and self.idea_is_open and not told

    @property
    def asks(self) -> bool:
        """Whether a prediction waits for the learner's answer."""
        return self._asked is not None and self.tour.vote is None

    @property
    def reveals(self) -> bool:
        """Whether the picture is the one that a prediction was about."""
        return self._asked is not None and self.tour.vote is not None

    @property
    def _asked(self) -> Prediction | None:
        if self.lesson is None or self.tour.step is None or not self.tour.is_set:
            return None
        return self.lesson.tour[self.tour.step].predict

    def _chosen(self) -> int | None:
        """Return the step that the line, or before it is drawn the address, has chosen.

        A line that was not drawn, as a table was still on its way or the learner on another
        page, has forgotten its step: the tour goes on there, and sets it again.
        """
        key = f"{self.prefix}_{TOUR.id}"
        if (
            key not in st.session_state
            and key not in st.query_params
            and self.tour.step is not None
        ):
            st.session_state[key] = str(self.tour.step + 1)
            self.tour.begin(self.tour.step)
        text = st.session_state.get(key, st.query_params.get(key))
        return int(text) - 1 if text else None

    def _values(self) -> dict[str, Any]:
        keys = {param: f"{self.prefix}_{param.id}" for param in self.playground.params}
        return {
            param.id: controls.read_widget(param, key)
            for param, key in keys.items()
            if key in st.session_state
        }

    def _defaults(self) -> dict[str, Any]:
        return {param.id: param.default for param in self.playground.params}

    def _move(self, sets: Sets) -> None:
        """Set what the tour sets, and remember that it was the tour."""
        self.tour.move(sets.values)
        self._set(sets)

    def _set(self, sets: Sets) -> None:
        """Have the controls of this run begin with what a step or a change sets."""
        experiment = state.experiment()
        if sets.experiment and experiment is not None:
            state.set_experiment(replace(experiment, **sets.experiment))
        if sets.values:
            st.session_state[f"{self.prefix}_moved"] = dict(sets.values)
        state.show_mission(LESSON)  # what is reached so is shown, not earned

    def _bring_back(self) -> None:
        """Put everything back to where it was before the tour."""
        values, experiment = self.tour.mine()
        st.session_state[f"{self.prefix}_moved"] = self._defaults() | values
        if experiment is not None:
            state.set_experiment(experiment)

    def _spot(self, look: str) -> str:
        """Return what lights up as CSS; a control under More settings lights up with these."""
        spots = [SPOTS.get(look, f".st-key-{self.prefix}_{look}").format(prefix=self.prefix)]
        if any(param.id == look and param.advanced for param in self.playground.params):
            spots.append(f".st-key-{self.prefix}_more")
        return ", ".join(spots)

    def _line(self, found: Lesson) -> None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                "Idea",
                key=f"{self.prefix}_idea_button",
                icon=":material/lightbulb:",
                type="tertiary",
                on_click=self._turn_idea,
            )
            st.segmented_control(
                "Tour",
                [str(n + 1) for n in range(len(found.tour))],
                format_func=lambda n: f"Tour {n}" if n == "1" else n,
                key=f"{self.prefix}_{TOUR.id}",
                bind="query-params",
                label_visibility="collapsed",
            )
            self._more(found)

    def _knows(self) -> None:
        """Offer to close the lesson for good."""
        if self.id not in state.known():
            self._button("I know this", "known", ":material/done_all:", self._close)

    def _turn_idea(self) -> None:
        st.session_state[f"{self.prefix}_idea"] = not self.idea_is_open

    def _close(self) -> None:
        state.know(self.id)
        st.session_state[f"{self.prefix}_idea"] = False
        st.session_state[f"{self.prefix}_{TOUR.id}"] = None

    def _idea(self, found: Lesson) -> None:
        with st.container(border=True, key="lesson_idea", gap="small"):
            st.markdown(found.idea)
            with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
                st.markdown(f"${found.formula}$", width="content")
                self._numbers = st.container(width="content").empty()
            if found.words:
                st.caption("  \n".join(_meaning(word, self.slug) for word in found.words))
            asked = f"{self.prefix}_idea" in st.session_state
            with st.container(
                horizontal=True, gap="small", key="idea_asked" if asked else "idea_first"
            ):
                self._button("Take the tour", "start", ":material/arrow_forward:", self._go, 0)
                self._knows()

    def _more(self, found: Lesson) -> None:
        with st.popover(
            "More",
            icon=":material/menu_book:",
            type="tertiary",
            key=f"{self.prefix}_lesson_more",
            on_change="rerun",
        ) as more:
            if not more.open:  # drawn when it is asked for: a click elsewhere must not wait for it
                return
            self._traps(found)
            st.markdown(f"**On the job.** {found.on_the_job}")
            st.markdown("\n".join(f"- {b.author}, [{b.title}]({b.url})" for b in found.more))

    def _traps(self, found: Lesson) -> None:
        for place, trap in enumerate(found.traps):
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(f"**“{trap.belief}”** {trap.instead}", width="stretch")
                if _has_table(trap.setting):
                    icon = ":material/visibility:"
                    self._button("See it", f"trap_{place}", icon, self._see, trap.setting)
                else:
                    self._open(trap.setting, f"open_{place}")

    def _see(self, setting: Sets) -> None:
        """Show what refutes a belief, out of the way of its picture."""
        self._set(setting)
        st.session_state[f"{self.prefix}_lesson_more"] = False

    def _open(self, setting: Sets, name: str) -> None:
        """Offer the table that is spoken of."""
        if setting.sample:
            from core.data import samples

            title, icon = samples.sample(setting.sample).title, ":material/table_view:"
            self._button(f"Open “{title}”", name, icon, state.choose_sample, setting.sample)

    def _step(self, found: Lesson, place: int) -> None:
        step = found.tour[place]
        st.html(f"<style>{self._spot(step.look)} {{ {LIT} }}</style>")
        with st.container(border=True, key="lesson_step", gap="small"):
            st.markdown(f"**{place + 1} of {len(found.tour)}.** {step.text}")
            if not self._is_ready(step.setting):
                return
            told = st.container()
            with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
                if step.predict is not None:
                    self._ask(step.predict, place, told)
                last = place + 1 == len(found.tour)
                label = "End the tour" if last else "Next"
                icon = ":material/flag:" if last else ":material/arrow_forward:"
                after = None if last else place + 1
                hint = "Your own settings come back." if last else ""
                self._button(label, "next", icon, self._go, after, help=hint)
                if not self.idea_is_open:  # which offers it itself
                    self._knows()
            self._outcome = told.empty()

    def _is_ready(self, setting: Sets) -> bool:
        """Whether what the step sets is set; offer the table that it speaks of if that is not here.

        One that has just come is set in a run of its own, before anything is asked.
        """
        if self.tour.is_set:
            return True
        if _has_table(setting):
            st.rerun()
        self._open(setting, "open")
        return False

    def _ask(self, asked: Prediction, place: int, told: Any) -> None:
        if self.tour.vote is not None:
            told.markdown(f"{asked.ask} You said: **{asked.options[self.tour.vote]}**")
            self._button("Ask me again", "again", ":material/replay:", self._again)
            return
        chosen = st.radio(
            asked.ask,
            asked.places,
            index=None,
            format_func=asked.options.__getitem__,
            key=f"{self.prefix}_vote_{place}",
            horizontal=True,
        )
        st.button(
            "See what happens",
            key=f"{self.prefix}_reveal",
            icon=":material/play_circle:",
            type="primary",
            disabled=chosen is None,
            help="Choose an answer first." if chosen is None else None,
            on_click=self._reveal,
            args=(asked, chosen),
        )

    def _button(
        self, label: str, name: str, icon: str, act: Any, *args: Any, help: str = ""
    ) -> None:
        key = f"{self.prefix}_tour_{name}"
        st.button(
            label, key=key, icon=icon, type="tertiary", help=help or None, on_click=act, args=args
        )

    def _reveal(self, asked: Prediction, chosen: int) -> None:
        self.tour.answer(chosen)
        self._move(asked.sets)

    def _again(self) -> None:
        place = self.tour.step
        self.tour.begin(place)  # and what it sets is set again
        st.session_state.pop(f"{self.prefix}_vote_{place}", None)

    def _go(self, place: int | None) -> None:
        st.session_state[f"{self.prefix}_{TOUR.id}"] = None if place is None else str(place + 1)

    def _judge(self, step: Step, settings: Any, answer: Any) -> None:
        if self._outcome is None:
            return
        if step.until is not None:
            done = lesson.asked_of(f"{self.id}, until", step.until, settings, answer)
            self._outcome.markdown(":material/task_alt: Done." if done else "*Try it now.*")
        if step.predict is not None:
            self._decide(step.predict, settings, answer)

    def _decide(self, asked: Prediction, settings: Any, answer: Any) -> None:
        """Measure before the vote; after it say how the change came out, once and for all."""
        if self.tour.vote is None:
            self.tour.before = lesson.measured(asked, settings, answer)
            return
        if self.tour.outcome is None:
            now = lesson.measured(asked, settings, answer)
            right = lesson.truth(asked, self.tour.before, now)
            if right is None:
                self._outcome.info(asked.undecided, icon=":material/hourglass_empty:")
                return
            why = lesson.asked_of(asked.id, asked.why, self.tour.before, now)
            self.tour.decide(right, why or "")
            state.predicted(asked.id, right=right == self.tour.vote)
        self._say(asked)

    def _say(self, asked: Prediction) -> None:
        right, why = self.tour.outcome or (0, "")
        if right == self.tour.vote:
            self._outcome.success(f"**Right.** {why}", icon=":material/check:")
        else:
            truth = asked.options[right]
            self._outcome.warning(f"**It is: {truth}.** {why}", icon=":material/lightbulb:")


def _has_table(setting: Sets) -> bool:
    """Whether the active table is the one that a step needs, or any where any will do."""
    experiment = state.experiment()
    if setting.sample:
        return experiment is not None and experiment.table == f"sample:{setting.sample}"
    return experiment is not None or not setting.experiment


def _meaning(word: str, slug: str) -> str:
    term = glossary.find(word, slug)
    return f"**{term.term}**: {term.meaning}" if term is not None else word
