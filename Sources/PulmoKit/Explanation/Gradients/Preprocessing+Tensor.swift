import Imaging
import NeuralNet

extension Preprocessing {
  /// The input of one picture, `[1, C, H, W]`.
  /// - Precondition: the picture has the size of the network's input.
  func tensor(of picture: GrayImage) -> Tensor {
    var tensor = Tensor(shape: Shape([1] + inputShape.dimensions))
    tensor.scalars.withUnsafeMutableBufferPointer { fill($0, with: picture) }
    return tensor
  }
}
