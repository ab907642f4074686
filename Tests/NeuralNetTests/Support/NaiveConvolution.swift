import NeuralNet
import Testing

/// A convolution 3×3 with stride 1 in float64, straight from its definition; tensors row-major.
struct NaiveConvolution: Sendable, CustomTestStringConvertible {
  var batch: Int
  var channels: Int
  var filters: Int
  var height: Int
  var width: Int
  var padding: Int

  var outHeight: Int { height + 2 * padding - 2 }
  var outWidth: Int { width + 2 * padding - 2 }
  var source: Shape { [batch, channels, height, width] }
  var weights: Shape { [filters, channels, 3, 3] }
  var destination: Shape { [batch, filters, outHeight, outWidth] }

  var testDescription: String { "\(source) to \(destination), padding \(padding)" }

  func forward(_ x: [Float], _ w: [Float], bias: [Float]) -> [Float] {
    var y = (0..<destination.count).map { Double(bias[$0 / (outHeight * outWidth) % filters]) }
    forEachProduct { y[$2] += Double(x[$0]) * Double(w[$1]) }
    return y.map(Float.init)
  }

  func sourceGradient(_ dy: [Float], _ w: [Float]) -> [Float] {
    var dx = [Double](repeating: 0, count: source.count)
    forEachProduct { dx[$0] += Double(dy[$2]) * Double(w[$1]) }
    return dx.map(Float.init)
  }

  func weightsGradient(_ x: [Float], _ dy: [Float]) -> [Float] {
    var dw = [Double](repeating: 0, count: weights.count)
    forEachProduct { dw[$1] += Double(x[$0]) * Double(dy[$2]) }
    return dw.map(Float.init)
  }

  func biasGradient(_ dy: [Float]) -> [Float] {
    var db = [Double](repeating: 0, count: filters)
    for (index, value) in dy.enumerated() { db[index / (outHeight * outWidth) % filters] += Double(value) }
    return db.map(Float.init)
  }

  /// Every product of the convolution: indices of source, weight and destination.
  private func forEachProduct(_ body: (Int, Int, Int) -> Void) {
    for n in 0..<batch {
      for k in 0..<filters {
        for c in 0..<channels {
          for tap in 0..<9 {
            let (down, right) = (tap / 3 - padding, tap % 3 - padding)
            for y in max(0, -down)..<min(outHeight, height - down) {
              for x in max(0, -right)..<min(outWidth, width - right) {
                body(
                  ((n * channels + c) * height + y + down) * width + x + right, (k * channels + c) * 9 + tap,
                  ((n * filters + k) * outHeight + y) * outWidth + x)
              }
            }
          }
        }
      }
    }
  }
}
