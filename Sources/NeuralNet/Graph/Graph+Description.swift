extension Graph: CustomStringConvertible {
  /// One line a node: name, operation, shape, parameters.
  public var description: String {
    let counts = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.shape.count) })
    let rows = nodes.map { node in
      let own = node.parameters.reduce(0) { $0 + (counts[$1] ?? 0) }
      return [node.name, node.operation.title, node.shape.description, own == 0 ? "" : "\(own)"]
    }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += column < 3 ? cell + String(repeating: " ", count: widths[column] - cell.count + 2) : cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    return lines.joined(separator: "\n") + "\n\(parameterCount) trainable parameters"
  }
}

extension Padding {
  fileprivate var title: String {
    if self == 0 { return "" }
    return isUniform ? " padding \(top)" : " padding \(top) \(left) \(bottom) \(right)"
  }
}

extension Operation {
  fileprivate var title: String {
    switch self {
    case .input: "input"
    case .convolution(let a):
      "convolution \(a.kernel)×\(a.kernel)"
        + (a.stride == 1 ? "" : " stride \(a.stride)") + a.padding.title
        + (a.dilation == 1 ? "" : " dilation \(a.dilation)") + (a.groups == 1 ? "" : " groups \(a.groups)")
    case .dense(_, _): "dense"
    case .batchNormalization(let a): a.isFrozen ? "batch norm, frozen" : "batch norm"
    case .activation(let function): function.rawValue
    case .pooling(let a): "\(a.kind.rawValue) pool \(a.kernel)×\(a.kernel)" + (a.stride == a.kernel ? "" : " stride \(a.stride)")
    case .globalAveragePooling: "global average pool"
    case .dropout(let rate): "dropout \(rate)"
    case .add: "add"
    case .concatenation: "concatenate"
    case .flatten: "flatten"
    }
  }
}
