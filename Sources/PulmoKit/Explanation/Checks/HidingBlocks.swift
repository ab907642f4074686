import NeuralNet

/// A picture cut into even blocks, and orders in which they are hidden.
///
/// Blocks rather than pixels: single pixels hidden by chance are noise all over the film, and any map would beat that.
struct HidingBlocks: Sendable {
  /// The block of each pixel, row by row from the top.
  let labels: [Int]
  let count: Int

  /// - Parameter side: blocks along each side, at least 1; no more than the picture has pixels there.
  init(width: Int, height: Int, side: Int) {
    let (across, down) = (min(side, width), min(side, height))
    labels = (0..<width * height).map { $0 / width * down / height * across + $0 % width * across / width }
    count = across * down
  }

  /// Each block's place in the order of the map's mean in it, the greatest first and of equal ones the first.
  func ranks(by map: Heatmap) -> [Int] {
    var sums = [Double](repeating: 0, count: count)
    var sizes = [Double](repeating: 0, count: count)
    for (label, value) in zip(labels, map.values) {
      sums[label] += Double(value)
      sizes[label] += 1
    }
    let means = zip(sums, sizes).map { $0 / $1 }
    return Self.ranks(ofOrder: means.indices.sorted { (means[$1], $0) < (means[$0], $1) })
  }

  /// Each block's place in an order drawn by chance.
  func ranks(using generator: inout SplitMix64) -> [Int] {
    Self.ranks(ofOrder: Array(0..<count).shuffled(using: &generator))
  }

  private static func ranks(ofOrder order: [Int]) -> [Int] {
    var ranks = [Int](repeating: 0, count: order.count)
    for (place, block) in order.enumerated() { ranks[block] = place }
    return ranks
  }
}
