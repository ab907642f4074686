/// The values of a graph's parameters, in plain layouts: `[out, in, kh, kw]`, `[out, in]`, `[C]`.
public struct Parameters: Sendable, Hashable {
  /// By name, such as `block1.conv.weight`.
  public var tensors: [String: Tensor]

  public init(tensors: [String: Tensor]) { self.tensors = tensors }
}
