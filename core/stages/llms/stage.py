"""The stage Large language models: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="llms",
    title="Large language models",
    section="Applications",
    question="How do you build something reliable on a language model?",
    icon=":material/forum:",
    topics=split(
        "using LLMs; LLM API; OpenAI; Anthropic; Gemini; prompting; consistent outputs; LoRA; "
        "QLoRA; RAG; retrieval-augmented generation; vector databases; LangChain; Hugging "
        "Face; agents; context window; tokens"
    ),
    playgrounds=(
        Card("context_cost", "Context and cost", "Tokens, window, price."),
        Card("prompts", "Prompts", "The share of valid answers over twenty seeds."),
        Card("rag", "RAG", "Chunk, embed, retrieve, answer.", own_data=True),
        Card("lora", "LoRA", "Rank against style learned.", film=True),
        Card("api", "API", "One conversation as three request bodies."),
        Card("agent_loop", "Agent loop", "Tools, steps, failures.", film=True),
    ),
    needs=("transformers", "nlp"),
)
