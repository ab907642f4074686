public import NeuralNet

/// One training, complete: with the data, everything its result depends on.
///
/// Recipes are YAML (see `Recipes/`), read with ``init(at:overrides:)``; keys left out take the defaults below, unknown keys are refused.
/// A run keeps its resolved recipe, every key written out (``yaml``).
///
/// ```yaml
/// name: deep-cnn
/// data: films
/// architecture: deepCNN
/// optimizer:
///   adam: {epsilon: 1.0e-7}
/// ```
public struct Recipe: Sendable, Hashable {
  /// Names the run and the model: letters, digits, `-`, `_` and `.`.
  public var name: String
  /// The dataset: a directory or a CSV manifest, relative to the working directory. A recipe file may leave it to the command line.
  public var data: String?
  /// What the films show, whose they are and how they were taken: every output of the model says it. Nil: not stated.
  public var trainedOn: String?
  /// Which of the dataset's folders are read where it has such folders; `test` is refused, for it is what results are measured on.
  public var folders: [SplitName]
  public var architecture: Architecture
  /// How a film becomes the network's input; stored in the artifact.
  public var input: Preprocessing
  public var split: SplitRecipe
  /// Random changes of the training pictures; by default none.
  public var augmentation: Augmentation
  /// Which training pictures are blended with others, and their targets with them; by default none.
  public var mixing: Mixing
  /// How an epoch draws its films.
  public var sampling: Sampling
  public var classWeights: ClassWeights
  /// Share of each target moved to the other class, `0 ..< 1`.
  public var labelSmoothing: Float
  /// Adam with Keras's epsilon, 1e-7, by default.
  public var optimizer: OptimizerChoice
  /// The highest learning rate, positive; 0.001 by default, Adam's in Keras.
  public var learningRate: Float
  /// Factors on the learning rate by name of layer, above 0 and at most 1000. A name covers everything below it and the longest counts; 1
  /// where none does.
  public var learningRateFactors: [String: Float]
  /// How the rate moves over the training; constant by default.
  public var schedule: LearningRateSchedule
  /// Films per step.
  public var batchSize: Int
  /// Epochs at most, 1 to 1,000,000; early stopping usually ends a training before.
  public var epochs: Int
  /// Nil trains for all epochs.
  public var earlyStopping: EarlyStopping?
  /// Which epoch's weights become the model; the best's by default.
  public var keptEpoch: KeptEpoch
  /// Gradients are scaled down to this global norm; nil leaves them.
  public var maximumGradientNorm: Float?
  /// Decay of the running average of the weights, which is then what is validated and kept; nil keeps none.
  public var averageDecay: Float?
  /// Names of layers whose weights stay as they are.
  public var frozenLayers: [String]
  /// Stages at the beginning in which only some layers learn, in order: head first. By default all learn from the first step.
  public var unfreezing: [UnfreezingStage]
  /// Whether batch normalisation goes by the running statistics of ``initialModel`` and leaves them; its scales and shifts learn on.
  public var frozenStatistics: Bool
  /// Threads the engine computes with, 1 to 1024; nil for one per processor. Part of what a result's last bits depend on.
  public var threads: Int?
  /// Seeds the first weights, the order of films, augmentation and dropout.
  public var seed: UInt64
  /// The operating threshold is the highest that reaches this sensitivity on the validation part, or on ``thresholdScores``, `0 < … ≤ 1`.
  public var wantedSensitivity: Double
  /// A score file (``ScoreFile``), relative to the working directory: the out-of-fold scores of a cross-validation of this recipe, on which the
  /// operating threshold is chosen in place of the validation part, whose few pneumonias a high sensitivity hangs on. Films of the split's last part
  /// do not count. Nil, the default, chooses on the validation part; so do the trainings of a cross-validation.
  public var thresholdScores: String?
  /// How probabilities are calibrated on the validation part; not at all by default.
  public var calibration: CalibrationChoice
  /// What triage is to promise: its thresholds are then chosen on the split's last part. Nil chooses none.
  public var triage: TriagePromise?
  /// A model's folder whose weights the training starts from, or a `.safetensors` file of weights by PyTorch's names (`NeuralNet`'s
  /// `StateDict`); nil draws them.
  public var initialModel: String?
  /// Layers drawn anew although ``initialModel`` has them, such as a head of another shape.
  public var redrawnLayers: [String]
  public var checkpoints: CheckpointRecipe

  public init(name: String, architecture: Architecture) {
    self.name = name
    self.architecture = architecture
    data = nil
    trainedOn = nil
    folders = [.train]
    input = Preprocessing()
    split = SplitRecipe()
    augmentation = Augmentation()
    mixing = Mixing()
    sampling = .natural
    classWeights = .none
    labelSmoothing = 0
    optimizer = .adam(Adam(epsilon: 1e-7))
    learningRate = 1e-3
    learningRateFactors = [:]
    schedule = .constant
    batchSize = 32
    epochs = 100
    earlyStopping = EarlyStopping()
    keptEpoch = .best
    calibration = .none
    triage = nil
    maximumGradientNorm = nil
    averageDecay = nil
    frozenLayers = []
    unfreezing = []
    frozenStatistics = false
    threads = nil
    seed = 1
    wantedSensitivity = 0.99
    thresholdScores = nil
    initialModel = nil
    redrawnLayers = []
    checkpoints = CheckpointRecipe()
  }
}
