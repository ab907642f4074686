import NeuralNet

extension Preprocessing {
  /// Writes an input, `[C, H, W]`, whose channels are all alike, as those of a film are.
  /// - Parameters:
  ///   - input: holds ``inputShape``.
  ///   - write: writes one channel, row by row from the top.
  func fill(_ input: UnsafeMutableBufferPointer<Float>, channel write: (UnsafeMutableBufferPointer<Float>) -> Void) {
    precondition(input.count == inputShape.count, "\(input.count) scalars do not hold an input of \(inputShape)")
    let count = width * height
    let first = UnsafeMutableBufferPointer(rebasing: input[..<count])
    write(first)
    for channel in 1..<channels {
      _ = UnsafeMutableBufferPointer(rebasing: input[channel * count..<(channel + 1) * count]).update(fromContentsOf: first)
    }
  }
}
