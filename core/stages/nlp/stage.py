"""The stage Natural language processing: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="nlp",
    title="Natural language processing",
    section="Applications",
    question="How does text become numbers that mean something?",
    icon=":material/translate:",
    topics=split(
        "tokenisation; subwords; lower-casing; contractions; special characters; stemming; "
        "lemmatisation; stop words; normalisation; embeddings; Word2Vec; GloVe; attention "
        "models; sentiment; named entities; topic models; NLTK; spaCy"
    ),
    playgrounds=(
        Card("pipeline", "Pipeline", "One sentence through every step and tool."),
        Card("tokenisers", "Tokenisers", "Train BPE, WordPiece and unigram.", film=True),
        Card("vectors", "Vectors", "Counts, TF-IDF, similarity.", own_data=True),
        Card("embeddings", "Embeddings", "Train word vectors; analogies.", film=True),
        Card("sentiment", "Sentiment", "Which words decide.", own_data=True),
        Card("entities", "Entities", "Tag, train, score by span.", film=True),
        Card("topics", "Topics", "NMF and LDA.", own_data=True),
    ),
    needs=("supervised", "rnn"),
)
