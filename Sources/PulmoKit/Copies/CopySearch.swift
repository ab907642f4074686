/// Finds the films among many that show one picture, however it was encoded and resized.
///
/// Every pair's fingerprints are compared, at a few nanoseconds each, and where they differ in ``candidateDistance`` bits or fewer the
/// miniatures decide. An index would not help: films of children's chests are so alike that any that finds all pairs within 40 of 255 bits
/// visits most of them.
enum CopySearch {
  /// Pairs of fingerprints up to this distance are looked at: wide of ``PictureFingerprint/limit``, for the miniatures have the last word.
  static let candidateDistance = 40

  /// From this correlation of their miniatures on, two films show one picture.
  ///
  /// Measured as ``PictureFingerprint`` says: of 13.7 million pairs of different films the most alike correlate at 0.981, of one child or
  /// of two; copies at 0.9983 and more, at 0.9931 where the tone curve was bent (gamma 1.3). A copy with 2% cut off each side falls below.
  static let leastCorrelation = 0.99

  struct Pair: Sendable, Hashable {
    /// Indices of the films, the smaller first.
    let first: Int
    let second: Int
    let correlation: Double
  }

  /// All pairs that show one picture, in order.
  /// - Parameter miniatures: one a film; nil for a film that could not be read.
  static func pairs(of miniatures: [Miniature?]) -> [Pair] {
    let known = miniatures.indices.compactMap { index in miniatures[index].map { (index: index, miniature: $0) } }
    let fingerprints = known.map { PictureFingerprint($0.miniature) }
    let found = known.indices.concurrentMap { one in
      let fingerprint = fingerprints[one]
      return known.indices[(one + 1)...].compactMap { other -> Pair? in
        guard fingerprint.distance(to: fingerprints[other]) <= candidateDistance else { return nil }
        let correlation = known[one].miniature.correlation(with: known[other].miniature)
        guard correlation >= leastCorrelation else { return nil }
        return Pair(first: known[one].index, second: known[other].index, correlation: correlation)
      }
    }
    return found.flatMap { $0 }
  }
}
