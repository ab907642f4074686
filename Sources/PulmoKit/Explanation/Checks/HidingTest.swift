import Imaging
import NeuralNet
import Statistics

/// Hides a film block by block in the order of a map, and in orders drawn by chance.
///
/// The film is cut into 8 × 8 blocks; two more are hidden at each step, by the film's mean level.
struct HidingTest: Sendable {
  /// Blocks along each side.
  static let blocksPerSide = 8
  /// Blocks hidden at a step.
  static let blocksPerStep = 2
  /// Orders drawn by chance.
  static let chanceOrders = 10

  private let preprocessing: Preprocessing
  private let team: PredictorTeam
  private let seed: UInt64

  /// Compiles the network.
  /// - Parameters:
  ///   - network: what was explained.
  ///   - seed: of the orders by chance.
  /// - Throws: `NeuralNetError` where a parameter is missing or misshapen, or oneDNN refuses the graph.
  init(_ network: ExplainedNetwork, seed: UInt64 = 0) async throws(NeuralNetError) {
    preprocessing = network.preprocessing
    team = try await PredictorTeam(network, batchSize: 8)
    self.seed = seed
  }

  /// The curves of a map.
  /// - Parameters:
  ///   - map: what is put to the test.
  ///   - picture: the film that it explains, as the network's ``Preprocessing`` makes it.
  ///   - label: the class that it explains.
  /// - Throws: `NeuralNetError` where the engine fails, `StatisticsError.notAProbability` where the network gives no number.
  func curves(of map: Heatmap, _ picture: GrayImage, for label: Label) async throws -> HidingCurves {
    let blocks = HidingBlocks(width: picture.width, height: picture.height, side: Self.blocksPerSide)
    var generator = SplitMix64(keys: seed, 0x6869_6465)
    let orders = [blocks.ranks(by: map)] + (0..<Self.chanceOrders).map { _ in blocks.ranks(using: &generator) }
    let scalars = preprocessing.scalarOfLevel
    let film = picture.pixels.map { scalars[Int($0)] }
    let cover = scalars[Int(picture.meanLevel)]
    // Of each order deletion, from nothing hidden to all, then insertion, from all hidden to nothing.
    let points = (blocks.count + Self.blocksPerStep - 1) / Self.blocksPerStep + 1
    let probabilities = try await team.probabilities(of: label, count: 2 * points * orders.count) { [preprocessing] number, input in
      let (curve, point) = number.quotientAndRemainder(dividingBy: points)
      let (ranks, moved, isDeletion) = (orders[curve / 2], point * Self.blocksPerStep, curve % 2 == 0)
      preprocessing.fill(input) { channel in
        for pixel in channel.indices {
          channel[pixel] = (ranks[blocks.labels[pixel]] < moved) == isDeletion ? cover : film[pixel]
        }
      }
    }
    if let index = probabilities.firstIndex(where: { !(0...1).contains($0) }) { throw StatisticsError.notAProbability(index: index) }
    func curve(_ index: Int) -> [Double] { Array(probabilities[index * points..<(index + 1) * points]) }
    return HidingCurves(
      deletion: curve(0), insertion: curve(1), chance: (1..<orders.count).map { (curve(2 * $0), curve(2 * $0 + 1)) })
  }
}
