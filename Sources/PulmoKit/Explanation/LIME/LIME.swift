public import Imaging
public import NeuralNet

/// What superpixels of a film do to a network's probability of a class, by hiding some of them a thousand times.
///
/// The network's input is cut into superpixels; in each sample half of them, drawn by chance, are hidden; a line is laid through the probabilities
/// that the network gives the samples (``LIMEFit``). Its slopes are the superpixels' weights.
///
/// ```swift
/// let lime = try await LIME(ExplainedNetwork(artifact))
/// let picture = try await lime.explanation(of: film, for: .pneumonia)
/// let weights = picture.explanation.weights
/// ```
///
/// The probabilities are those that readings show, calibration and all. Samples are written where the program reads them, a batch at a time.
/// The same picture, class and options give the same explanation, to the bit, on any number of threads.
///
/// Source: Ribeiro, Singh, Guestrin, "'Why should I trust you?' Explaining the predictions of any classifier", KDD 2016; the Python package
/// `lime` 0.2.0.1.
public struct LIME: Explainer {
  /// What can be chosen; the defaults are the package's.
  public struct Options: Sendable, Hashable {
    /// How films are cut into superpixels.
    public var segmentation = LIMESegmentation.quickshift()
    /// What stands in place of a hidden superpixel: its mean. Project 2 hid by black, `.color(0)`.
    public var hiding = Hiding.mean
    /// Pictures the network is asked about, the film itself among them, at least 1.
    public var sampleCount = 1000
    /// Of the samples and of quickshift's noise.
    public var seed: UInt64 = 0

    public init() {}
  }

  public let options: Options
  private let preprocessing: Preprocessing
  private let team: PredictorTeam

  /// Compiles the network.
  /// - Parameters:
  ///   - network: what is to be explained.
  ///   - options: as the package has them unless told.
  ///   - batchSize: pictures a run. Another one may change an explanation's last bits.
  /// - Throws: `NeuralNetError` where a parameter is missing or misshapen, or oneDNN refuses the graph.
  public init(_ network: ExplainedNetwork, _ options: Options = Options(), batchSize: Int = 8) async throws(NeuralNetError) {
    precondition(options.sampleCount >= 1, "\(options.sampleCount) samples")
    self.options = options
    preprocessing = network.preprocessing
    team = try await PredictorTeam(network, batchSize: batchSize)
  }

  /// What speaks for and against a class on a film, and where.
  /// - Parameters:
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class, one of ``ExplainedNetwork/labels``.
  /// - Throws: `NeuralNetError` where the engine fails, `StatisticsError.notAProbability` where the network gives no number.
  public func explanation(of picture: GrayImage, for label: Label) async throws -> LIMEPicture {
    let superpixels = superpixels(of: picture)
    let samples = LIMESamples(count: options.sampleCount, superpixelCount: superpixels.count, seed: options.seed)
    return try await explanation(of: picture, for: label, superpixels, samples)
  }

  /// The superpixels that ``explanation(of:for:)`` weighs.
  public func superpixels(of picture: GrayImage) -> Superpixels { options.segmentation.superpixels(of: picture, seed: options.seed) }

  /// The same with superpixels and samples made elsewhere.
  /// - Parameters:
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class, one of ``ExplainedNetwork/labels``.
  ///   - superpixels: of the picture.
  ///   - samples: of those superpixels.
  /// - Throws: `NeuralNetError` where the engine fails, `StatisticsError.notAProbability` where the network gives no number.
  public func explanation(
    of picture: GrayImage, for label: Label, _ superpixels: Superpixels, _ samples: LIMESamples
  ) async throws -> LIMEPicture {
    let pictures = PerturbedPictures(of: picture, superpixels, hiding: options.hiding, scalarOfLevel: preprocessing.scalarOfLevel)
    let probabilities = try await team.probabilities(of: label, count: samples.count) { [preprocessing] sample, input in
      preprocessing.fill(input) { pictures.write(sample, of: samples, into: $0) }
    }
    let explanation = try LIMEFit(of: samples).explanation(of: label, probabilities: probabilities)
    return LIMEPicture(superpixels: superpixels, explanation: explanation)
  }

  public func heatmap(of picture: GrayImage, for label: Label) async throws -> Heatmap {
    try await explanation(of: picture, for: label).heatmap
  }
}
