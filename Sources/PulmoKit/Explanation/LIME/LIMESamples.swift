import NeuralNet

/// Which superpixels of a film each of LIME's perturbed pictures shows and which it hides.
///
/// The first picture is the film itself, with all superpixels shown; in each of the others each superpixel is shown or hidden with chance 1/2.
/// A picture's draws hang on the seed and its number alone, so the same seed gives the same samples on any machine and number of threads, and
/// more samples begin with the fewer.
///
/// Source: Ribeiro, Singh, Guestrin, "'Why should I trust you?' Explaining the predictions of any classifier", KDD 2016; drawn as in
/// `lime_image.LimeImageExplainer.data_labels` of the Python package `lime` 0.2.0.1, from another generator.
public struct LIMESamples: Sendable, Hashable {
  /// Pictures, the film itself among them; at least 1.
  public let count: Int
  /// At least 1.
  public let superpixelCount: Int
  /// `[count, superpixelCount]`, row-major: 1 where the picture shows the superpixel, 0 where it hides it. The first row is all 1.
  public let isShown: [UInt8]

  /// Draws samples.
  /// - Parameters:
  ///   - count: pictures, at least 1; 1,000 by default, as the package draws.
  ///   - superpixelCount: superpixels of the film, at least 1.
  ///   - seed: another one draws others.
  public init(count: Int = 1000, superpixelCount: Int, seed: UInt64) {
    precondition(count >= 1 && superpixelCount >= 1, "\(count) samples of \(superpixelCount) superpixels: both are at least 1")
    self.count = count
    self.superpixelCount = superpixelCount
    isShown = Array(unsafeUninitializedCapacity: count * superpixelCount) { isShown, initializedCount in
      for index in 0..<superpixelCount { isShown.initializeElement(at: index, to: 1) }
      for row in 1..<count {
        var generator = SplitMix64(keys: seed, UInt64(row), 0x6C69_6D65)
        var bits: UInt64 = 0
        for column in 0..<superpixelCount {
          // Each number gives 64 draws, from its lowest bit up.
          bits = column % 64 == 0 ? generator.next() : bits >> 1
          isShown.initializeElement(at: row * superpixelCount + column, to: UInt8(bits & 1))
        }
      }
      initializedCount = count * superpixelCount
    }
  }

  /// Samples drawn elsewhere, as by another tool to be compared with.
  /// - Parameters:
  ///   - isShown: `[count, superpixelCount]`, row-major: 0 or 1, and the first row all 1.
  ///   - superpixelCount: superpixels of the film, at least 1.
  public init(isShown: [UInt8], superpixelCount: Int) {
    precondition(
      superpixelCount >= 1 && !isShown.isEmpty && isShown.count % superpixelCount == 0,
      "\(isShown.count) entries are no rows of \(superpixelCount) superpixels")
    precondition(isShown.allSatisfy { $0 <= 1 }, "a superpixel is shown, 1, or hidden, 0")
    precondition(isShown.prefix(superpixelCount).allSatisfy { $0 == 1 }, "the first sample is the film itself, nothing of it hidden")
    count = isShown.count / superpixelCount
    self.superpixelCount = superpixelCount
    self.isShown = isShown
  }

  /// The row of a sample, numbered from 0.
  public subscript(sample: Int) -> ArraySlice<UInt8> { isShown[sample * superpixelCount..<(sample + 1) * superpixelCount] }
}
