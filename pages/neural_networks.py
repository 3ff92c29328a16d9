"""Stage: neural network basics. Watch a network learn, step by step and backwards."""

from __future__ import annotations

from core.export.order import order
from core.figures.scenes.neural import activations as activations_scene
from core.figures.scenes.neural import libraries as net_libraries
from core.figures.scenes.neural import loop as net_loop
from core.figures.scenes.neural import one_step as one_step_scene
from core.figures.scenes.neural import perceptron
from core.figures.scenes.neural import playground as net_playground
from core.figures.scenes.neural import tabular as net_tabular
from core.figures.scenes.neural import trouble as net_trouble
from core.neural.activations.code import look_script
from core.neural.activations.view import LOOK_PARAMS, dragged, look, look_settings
from core.neural.data.dataset import COLUMNS
from core.neural.films import by_hand_film, perceptron_film, playground_film, playground_live
from core.neural.libraries.run import run_libraries
from core.neural.libraries.scripts import LIBRARIES, LIBRARY_PARAMS, library_settings, script_of
from core.neural.loop.lines import LOOP_PARAMS, loop_script, loop_settings
from core.neural.loop.run import loop_film
from core.neural.one_step.code import by_hand_script
from core.neural.one_step.step import BY_HAND_PARAMS, by_hand_settings
from core.neural.perceptron.code import perceptron_script
from core.neural.perceptron.corrections import PERCEPTRON_PARAMS, perceptron_settings
from core.neural.playground.code import run_script
from core.neural.playground.presets import PRESETS, preset_label, preset_values
from core.neural.playground.settings import PLAYGROUND_PARAMS, playground_settings
from core.neural.playground.trainer import net_change
from core.neural.trouble.code import trouble_script
from core.neural.trouble.deep_net import TROUBLE_PARAMS, trouble_settings
from core.neural.trouble.films import deep_film
from core.tabular.judge.tabular_net import (
    TABULAR_NET_PARAMS,
    TabularNetSettings,
    tabular_net,
)
from core.ui import neuron_desk, shell, starts
from core.ui.playground import Playground, Source
from core.ui.table_choices import net_offer

STARTS = tuple(
    starts.Start(preset.id, preset_label(preset), preset.why, preset_values(preset))
    for preset in PRESETS
)
PLAYGROUNDS = (
    Playground(
        id="perceptron",
        title="Perceptron",
        question="How does one neuron find a line, and when can it not?",
        params=PERCEPTRON_PARAMS,
        settings=lambda _experiment, values: perceptron_settings(values),
        work=perceptron_film,
        draw=perceptron.draw,
        notice=perceptron.notice,
        code=lambda settings, _film: perceptron_script(settings),
        needs_table=False,
        sources=(
            Source("Rosenblatt (1958), The perceptron", "https://doi.org/10.1037/h0042519"),
            Source("Novikoff (1962), On convergence proofs on perceptrons"),
            Source("Minsky and Papert (1969), Perceptrons: why XOR is out of reach"),
        ),
    ),
    Playground(
        id="playground",
        title="Playground",
        question="How does a network bend the plane until the classes come apart?",
        params=PLAYGROUND_PARAMS,
        settings=lambda _experiment, values: playground_settings(values),
        work=playground_film,
        work_settings=lambda settings: settings.trained(),
        draw=net_playground.draw,
        notice=net_playground.notice,
        live=playground_live,
        change=net_change,
        pick=neuron_desk.picked,
        code=lambda settings, film: run_script(settings, film.last),
        before=starts.offer("neural_networks_playground", PLAYGROUND_PARAMS, STARTS),
        after=neuron_desk.show,
        needs_table="maybe",
        uses_table=lambda values: values["shape"] == COLUMNS,
        offer=net_offer,
        sources=(
            Source("Smilkov et al. (2017), Direct-manipulation visualization of deep networks"),
            Source(
                "Rumelhart, Hinton and Williams (1986), Learning by back-propagating errors",
                "https://doi.org/10.1038/323533a0",
            ),
        ),
    ),
    Playground(
        id="one_step",
        title="One step by hand",
        question="Where does every number of a training step come from?",
        params=BY_HAND_PARAMS,
        settings=lambda _experiment, values: by_hand_settings(values),
        work=by_hand_film,
        draw=one_step_scene.draw,
        notice=one_step_scene.notice,
        code=lambda settings, _film: by_hand_script(settings),
        needs_table=False,
        sources=(
            Source(
                "Mazur (2015), A step by step backpropagation example",
                "https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/",
            ),
            Source(
                "Rumelhart, Hinton and Williams (1986), Learning by back-propagating errors",
                "https://doi.org/10.1038/323533a0",
            ),
        ),
    ),
    Playground(
        id="activations",
        title="Activations and losses",
        question="What does a neuron do with its sum, and how much of a mistake gets through it?",
        params=LOOK_PARAMS,
        settings=lambda _experiment, values: look_settings(values),
        derive=look,
        draw=activations_scene.draw,
        notice=activations_scene.notice,
        pick=lambda settings, _answer, click: dragged(settings, click),
        code=lambda settings, _answer: look_script(settings),
        needs_table=False,
        sources=(
            Source("LeCun, Bottou, Orr and Müller (1998), Efficient BackProp"),
            Source("Goodfellow, Bengio and Courville (2016), Deep Learning, chapter 6"),
            Source("Hinton, Vinyals and Dean (2015), Distilling the knowledge: temperature"),
        ),
    ),
    Playground(
        id="deep_trouble",
        title="Deep trouble",
        question="Why does a deep network not learn, and what mends it?",
        params=TROUBLE_PARAMS,
        settings=lambda _experiment, values: trouble_settings(values),
        work=deep_film,
        draw=net_trouble.draw,
        notice=net_trouble.notice,
        code=lambda settings, _film: trouble_script(settings),
        needs_table=False,
        sources=(
            Source("Glorot and Bengio (2010), Understanding the difficulty of training deep nets"),
            Source(
                "He, Zhang, Ren and Sun (2015), Delving deep into rectifiers",
                "https://doi.org/10.1109/ICCV.2015.123",
            ),
            Source("Smith (2017), Cyclical learning rates: the range test"),
        ),
    ),
    Playground(
        id="training_loop",
        title="Training loop",
        question="Which line of a training loop does what, and what breaks without it?",
        params=LOOP_PARAMS,
        settings=lambda _experiment, values: loop_settings(values),
        work=loop_film,
        draw=net_loop.draw,
        notice=net_loop.notice,
        code=lambda settings, _film: loop_script(settings),
        needs_table=False,
        sources=(
            Source("PyTorch, Optimizing model parameters", "https://docs.pytorch.org/tutorials/"),
            Source("Ioffe and Szegedy (2015), Batch normalization"),
            Source("Srivastava et al. (2014), Dropout"),
        ),
    ),
    Playground(
        id="tabular_net",
        title="Tabular net",
        question="On your table, does a net beat boosted trees, and when should it stop?",
        params=TABULAR_NET_PARAMS,
        edits=("target", "features", "split"),
        settings=lambda experiment, values: TabularNetSettings(experiment, **values),
        work=tabular_net,
        draw=net_tabular.draw,
        notice=net_tabular.notice,
        code=lambda settings, _answer: order(settings, "tabular_net"),
        sources=(
            Source("Prechelt (1998), Early stopping, but when?"),
            Source("Ke et al. (2017), LightGBM"),
            Source("Grinsztajn et al. (2022), Why do tree-based models still outperform"),
        ),
    ),
    Playground(
        id="four_libraries",
        title="Four libraries",
        question="How do PyTorch, Keras, TensorFlow and JAX say the same net?",
        params=LIBRARY_PARAMS,
        settings=lambda _experiment, values: library_settings(values),
        work=run_libraries,
        draw=net_libraries.draw,
        notice=net_libraries.notice,
        code=lambda settings, _answer: script_of(settings, settings.library),
        needs_table=False,
        sources=tuple(Source(spec.source) for spec in LIBRARIES),
    ),
)

shell.page("neural_networks", PLAYGROUNDS)
