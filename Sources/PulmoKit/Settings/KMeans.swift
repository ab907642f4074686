import NeuralNet

/// Points dealt into clusters, each point to the nearest of some centres, which are the means of their points.
///
/// Lloyd's iteration from centres that k-means++ draws, several times over; the dealing of the least inertia wins.
/// Source: Arthur and Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA 2007.
struct KMeans: Sendable {
  /// The cluster of each point, from 0. A cluster may have got no point.
  private(set) var clusters: [Int]
  /// The sum of the squared distances of points to their centres.
  private(set) var inertia: Double

  /// The same points, count and seed give the same clusters, on any number of threads.
  /// - Parameters:
  ///   - points: all of one length, one at least.
  ///   - count: clusters, at least 1; there are fewer where fewer points differ.
  ///   - seed: another seed begins from other centres.
  ///   - restarts: how often it is begun anew.
  init(_ points: [[Double]], count: Int, seed: UInt64, restarts: Int = 10) {
    precondition(!points.isEmpty && count >= 1 && restarts >= 1, "\(points.count) points in \(count) clusters, \(restarts) times")
    let attempts = (0..<restarts).concurrentMap { KMeans(points, count: count, drawing: SplitMix64(keys: seed, UInt64($0))) }
    self = attempts.dropFirst().reduce(attempts[0]) { $1.inertia < $0.inertia ? $1 : $0 }
  }

  private init(_ points: [[Double]], count: Int, drawing generator: SplitMix64) {
    var generator = generator
    var centres = Self.centres(of: points, count: count, using: &generator)
    clusters = []
    inertia = 0
    // It ends by itself, for the inertia falls with each step; the limit is for points that are nearly alike.
    for _ in 0..<300 {
      let nearest = points.map { Self.nearest(to: $0, of: centres) }
      inertia = nearest.reduce(0) { $0 + $1.distance }
      let dealt = nearest.map(\.cluster)
      if dealt == clusters { return }
      clusters = dealt
      centres = Self.means(of: points, in: clusters, replacing: centres)
    }
  }

  /// Points drawn as centres: the first evenly, each further one in proportion to its squared distance from those before.
  private static func centres(of points: [[Double]], count: Int, using generator: inout SplitMix64) -> [[Double]] {
    var centres = [points[Int(generator.next().multipliedFullWidth(by: UInt64(points.count)).high)]]
    var distances = points.map { squaredDistance($0, centres[0]) }
    while centres.count < count {
      let sum = distances.reduce(0, +)
      guard sum > 0 else { break }
      var rest = Double(generator.next() >> 11) * 0x1p-53 * sum
      let drawn = distances.firstIndex { distance in
        rest -= distance
        return rest < 0
      }
      guard let drawn = drawn ?? distances.lastIndex(where: { $0 > 0 }) else { break }
      let centre = points[drawn]
      centres.append(centre)
      for (index, point) in points.enumerated() { distances[index] = min(distances[index], squaredDistance(point, centre)) }
    }
    return centres
  }

  /// The means of the clusters' points; a cluster without any keeps its centre.
  private static func means(of points: [[Double]], in clusters: [Int], replacing centres: [[Double]]) -> [[Double]] {
    var sums = centres.map { [Double](repeating: 0, count: $0.count) }
    var counts = [Int](repeating: 0, count: centres.count)
    for (point, cluster) in zip(points, clusters) {
      counts[cluster] += 1
      for index in point.indices { sums[cluster][index] += point[index] }
    }
    return centres.indices.map { cluster in
      counts[cluster] > 0 ? sums[cluster].map { $0 / Double(counts[cluster]) } : centres[cluster]
    }
  }

  /// The nearest centre, the first of several.
  private static func nearest(to point: [Double], of centres: [[Double]]) -> (cluster: Int, distance: Double) {
    centres.enumerated().reduce((cluster: 0, distance: Double.infinity)) { best, centre in
      let distance = squaredDistance(point, centre.element)
      return distance < best.distance ? (centre.offset, distance) : best
    }
  }

  private static func squaredDistance(_ one: [Double], _ other: [Double]) -> Double {
    one.withUnsafeBufferPointer { one in
      other.withUnsafeBufferPointer { other in
        var sum = 0.0
        for index in one.indices { sum += (one[index] - other[index]) * (one[index] - other[index]) }
        return sum
      }
    }
  }
}
