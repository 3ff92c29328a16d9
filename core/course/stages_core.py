"""The second half of Core machine learning, and Deep learning."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

CORE = "Core machine learning"
DEEP = "Deep learning"

STAGES = (
    Stage(
        "tuning",
        "Model selection and tuning",
        CORE,
        "Which settings are best, and how much of that is luck?",
        ":material/tune:",
        split(
            "scikit-learn workflow; model selection; hyperparameter tuning; grid search; random "
            "search; Bayesian optimisation; ensembles; voting; bagging; boosting; stacking; nested "
            "cross-validation; pipelines"
        ),
        (
            Card(
                "search_race",
                "Search race",
                "Grid, random, halving and Bayesian on one budget.",
                film=True,
                own_data=True,
            ),
            Card(
                "ensembles", "Ensembles", "Voting, bagging, boosting and stacking.", own_data=True
            ),
            Card(
                "nested_validation",
                "Nested validation",
                "The optimism of tuning on the test set.",
                own_data=True,
            ),
            Card(
                "pipeline_picture",
                "Pipeline picture",
                "A row followed through every step.",
                own_data=True,
            ),
        ),
        ("evaluation",),
    ),
    Stage(
        "reinforcement",
        "Reinforcement learning",
        CORE,
        "How does an agent learn from reward alone?",
        ":material/sports_esports:",
        split(
            "agent; environment; state; action; reward; discounted return; policy; Markov decision "
            "process; MDP; Bellman equations; value-based; policy-based; on-policy; off-policy; "
            "Q-learning; SARSA; DQN; policy gradient; actor-critic; PPO; model-based; Gymnasium; "
            "OpenAI Gym; Stable-Baselines3; RLlib; bandits; games; AlphaGo; robots; vehicles"
        ),
        (
            Card("bandits", "Bandits", "Explore or exploit; regret.", film=True),
            Card(
                "world_editor",
                "World editor",
                "Paint a world; watch values spread sweep by sweep.",
                film=True,
            ),
            Card(
                "temporal_difference",
                "Temporal difference",
                "Monte Carlo, SARSA, Q-learning side by side.",
                film=True,
            ),
            Card("deep_rl", "Deep RL", "DQN, A2C and PPO, live."),
            Card("game_tree", "Game tree", "Monte Carlo tree search; play against it.", film=True),
            Card("beat_the_agent", "Beat the agent", "Play the same episode by hand."),
        ),
        ("learning_types", "statistics"),
    ),
    Stage(
        "explainable_ai",
        "Explainable AI",
        CORE,
        "Why did the model say that?",
        ":material/lightbulb:",
        split(
            "trust; debugging; compliance; fairness; feature importance; permutation importance; "
            "partial dependence; PDP; ICE; SHAP; LIME; counterfactuals; saliency; Grad-CAM; "
            "attention; bias; bias mitigation; ethics; model card"
        ),
        (
            Card("global", "Global", "What the model uses over all rows.", own_data=True),
            Card("local", "Local", "Why one row got its prediction.", own_data=True),
            Card("shapley", "Shapley by hand", "Every coalition of a small game.", film=True),
            Card("text_pictures", "Text and pictures", "Which words, which pixels."),
            Card("lie_detector", "Lie detector", "Find the planted fault by explanations alone."),
            Card("fairness", "Fairness", "Rates and thresholds by group.", own_data=True),
        ),
        ("evaluation",),
    ),
    Stage(
        "neural_networks",
        "Neural network basics",
        DEEP,
        "How do simple units learn together?",
        ":material/account_tree:",
        split(
            "perceptron; multilayer perceptron; MLP; forward propagation; backpropagation; "
            "activations; ReLU; sigmoid; tanh; softmax; losses; optimisers; regularisation; "
            "dropout; batch normalisation; training loop; learning curves; vanishing gradient; "
            "PyTorch; Keras; TensorFlow; JAX; TensorBoard"
        ),
        (
            Card("perceptron", "Perceptron", "The line after every correction.", film=True),
            Card(
                "playground",
                "Playground",
                "Build a net and watch every neuron learn.",
                film=True,
                own_data=True,
            ),
            Card("one_step", "One step by hand", "Every number, forward and back.", film=True),
            Card("activations", "Activations and losses", "Value, slope and saturation."),
            Card("deep_trouble", "Deep trouble", "Vanishing gradients and dead units.", film=True),
            Card("training_loop", "Training loop", "Assemble one; break one.", film=True),
            Card("tabular_net", "Tabular net", "A net against boosted trees.", own_data=True),
            Card("four_libraries", "Four libraries", "The same net in four libraries."),
        ),
        ("supervised", "calculus", "linear_algebra"),
    ),
    Stage(
        "cnn",
        "Convolutional networks",
        DEEP,
        "How does a network see?",
        ":material/image:",
        split(
            "convolution; padding; stride; pooling; max pooling; average pooling; fully connected; "
            "data augmentation; ImageNet; CIFAR-10; LeNet; AlexNet; VGG; ResNet; Inception; "
            "EfficientNet; segmentation; U-Net; object detection; YOLO"
        ),
        (
            Card("kernel_lab", "Kernel lab", "Slide a kernel over a picture.", film=True),
            Card("digit_net", "Digit net", "Draw a digit, see every feature map.", film=True),
            Card("architectures", "Architectures", "The families as blocks; what they cost."),
            Card("augmentation", "Augmentation", "The flip that turns a 6 into a 9."),
            Card("segmenter", "Train a segmenter", "Label every pixel of a shape.", film=True),
            Card("detector", "Train a detector", "Find shapes and their boxes.", film=True),
        ),
        ("neural_networks",),
    ),
    Stage(
        "rnn",
        "Recurrent networks",
        DEEP,
        "How does a network remember?",
        ":material/repeat:",
        split("recurrent networks; RNN; LSTM; GRU; sequences; time series; forecasting; text"),
        (
            Card("cell_stepper", "Cell stepper", "Every gate, one by one.", film=True),
            Card("memory_race", "Memory race", "Recall over a growing gap.", film=True),
            Card("forecast", "Forecast", "Against naive and seasonal baselines.", own_data=True),
            Card("character_model", "Character model", "Text that improves.", film=True),
            Card("gradients", "Gradients through time", "Their size, clipped and not."),
        ),
        ("neural_networks",),
    ),
    Stage(
        "transformers",
        "Attention and transformers",
        DEEP,
        "What should each word look at?",
        ":material/visibility:",
        split(
            "attention; self-attention; multi-head attention; positional encoding; transformer "
            "block; encoder; decoder; GPT; BERT; RoBERTa; T5; ViT"
        ),
        (
            Card("attention", "Attention by hand", "Edit Q, K, V and follow the mix.", film=True),
            Card("heads", "Heads", "Knock one out."),
            Card("positions", "Positions", "Encodings compared; shuffle the words."),
            Card("block_builder", "Block builder", "Shapes, parameters, memory."),
            Card("mini_gpt", "Mini GPT", "Train on a text and sample from it.", film=True),
            Card("masks", "Masks", "Encoder, decoder, and both."),
        ),
        ("neural_networks",),
    ),
    Stage(
        "autoencoders",
        "Autoencoders",
        DEEP,
        "What is the shortest description that still rebuilds the data?",
        ":material/compress:",
        split(
            "encoder; latent space; decoder; vanilla autoencoder; denoising autoencoder; sparse "
            "autoencoder; variational autoencoder; VAE; feature learning; dimensionality "
            "reduction; anomaly detection; generation"
        ),
        (
            Card("bottleneck", "Bottleneck", "Width and sparsity against PCA.", film=True),
            Card("latent_map", "Latent map", "Drag a point, a digit morphs."),
            Card("denoise", "Denoise", "Noise out, and what is invented."),
            Card("vae", "VAE", "Reconstruction against KL; sample the prior.", film=True),
            Card("features", "Features", "Codes against raw pixels at few labels."),
            Card("anomalies", "Anomalies", "What cannot be rebuilt is odd.", own_data=True),
        ),
        ("neural_networks", "unsupervised"),
    ),
    Stage(
        "gans",
        "Generative models",
        DEEP,
        "Can two networks in a contest invent something new?",
        ":material/palette:",
        split(
            "generator; discriminator; adversarial training; GAN; DCGAN; conditional GAN; "
            "CycleGAN; Pix2Pix; StyleGAN; image generation; style transfer; super-resolution; "
            "diffusion; DALL-E; mode collapse"
        ),
        (
            Card("gan_2d", "Two-dimensional GAN", "Step each player; mode collapse.", film=True),
            Card("digits", "Digits", "Invented digits beside the nearest real one.", film=True),
            Card("family", "Family", "A miniature of each variant."),
            Card("diffusion", "Diffusion", "Noise a shape, learn to undo it.", film=True),
            Card("pictures", "Pictures into pictures", "Style and super-resolution.", film=True),
        ),
        ("autoencoders", "cnn"),
    ),
    Stage(
        "transfer_learning",
        "Transfer learning",
        DEEP,
        "How do you learn from few examples by starting from what is known?",
        ":material/move_up:",
        split(
            "feature extraction; fine-tuning; domain adaptation; pre-trained models; ResNet; VGG; "
            "EfficientNet; ViT; BERT; GPT; T5; RoBERTa; CLIP; zero-shot"
        ),
        (
            Card("few_labels", "Few labels", "Scratch, frozen, fine-tuned.", film=True),
            Card("layers", "Layers", "What to freeze."),
            Card("domain_shift", "Domain shift", "Rotate, invert or blur the target; adapt."),
            Card(
                "words_pictures", "Words and pictures", "Contrast captions and shapes.", film=True
            ),
            Card("backbones", "Real backbones", "Load a pre-trained model."),
        ),
        ("cnn", "transformers"),
    ),
)
