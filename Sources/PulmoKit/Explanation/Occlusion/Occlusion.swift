public import Imaging
public import NeuralNet
import Statistics

/// What a class loses when a part of the film is covered.
///
/// A square patch of one grey level slides over the network's input by half its side. At each pixel stands the mean, over the patches that
/// cover it, of
///
///     log-odds of the class on the film - log-odds with the patch
///
/// in natural logarithms: 1 means that covering what is there divides the odds by 2.7. Log-odds, before calibration, rather than the
/// probability: a network that is sure says 1.000 with any one patch in place, and its probability would show nothing.
///
/// Nothing is drawn by chance, and the number of threads changes no bit.
///
/// Source: Zeiler and Fergus, "Visualizing and understanding convolutional networks", ECCV 2014.
public struct Occlusion: Explainer {
  /// The patch's side as fraction of the picture's shorter side.
  public let patch: Double
  /// The patch's grey level; nil for the film's own mean.
  public let level: UInt8?
  private let preprocessing: Preprocessing
  private let team: PredictorTeam

  /// Compiles the network.
  /// - Parameters:
  ///   - network: what is to be explained.
  ///   - patch: the patch's side as fraction of the picture's shorter side, above 0 and at most 1; an eighth unless told, about a
  ///     rib and the space below it on a small child's chest. 15 × 15 places cover the picture then.
  ///   - level: the patch's grey level, 0 black to 255 white; nil, unless told, for the film's mean, which is the least foreign to it.
  ///   - batchSize: pictures a run. Another one may change the last bits.
  /// - Throws: `NeuralNetError` where a parameter is missing or misshapen, or oneDNN refuses the graph.
  public init(
    _ network: ExplainedNetwork, patch: Double = 0.125, level: UInt8? = nil, batchSize: Int = 8
  ) async throws(NeuralNetError) {
    precondition(patch > 0 && patch <= 1, "a patch of \(patch) of a side")
    self.patch = patch
    self.level = level
    preprocessing = network.preprocessing
    team = try await PredictorTeam(network, batchSize: batchSize)
  }

  public func heatmap(of picture: GrayImage, for label: Label) async throws -> Heatmap {
    let patches = OcclusionPatches(width: picture.width, height: picture.height, fraction: patch)
    let scalars = preprocessing.scalarOfLevel
    let film = picture.pixels.map { scalars[Int($0)] }
    let cover = scalars[Int(level ?? picture.meanLevel)]
    // The film itself comes first.
    let logOdds = try await team.logOdds(of: label, count: patches.corners.count + 1) { [preprocessing] number, input in
      preprocessing.fill(input) { channel in
        _ = channel.update(fromContentsOf: film)
        guard number > 0 else { return }
        let corner = patches.corners[number - 1]
        for row in corner.row..<corner.row + patches.side {
          let first = row * patches.width + corner.column
          channel[first..<first + patches.side].update(repeating: cover)
        }
      }
    }
    if let index = logOdds.firstIndex(where: { !$0.isFinite }) { throw StatisticsError.notFinite(index: index) }
    return patches.means(logOdds.dropFirst().map { logOdds[0] - $0 })
  }
}
