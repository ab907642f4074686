import NeuralNet

/// Which classes a network tells apart, by its outputs.
public enum LabelScheme: Sendable, Hashable, CaseIterable {
  /// One logit, that of pneumonia.
  case binary
  /// Three logits: normal, bacterial, viral.
  case threeClasses

  /// Nil where no scheme has outputs of this shape.
  init?(outputs: Shape) {
    guard let scheme = Self.allCases.first(where: { outputs == [$0.outputCount] }) else { return nil }
    self = scheme
  }

  /// Scalars a film's output has.
  var outputCount: Int { self == .binary ? 1 : 3 }

  /// The classes as a manifest names them.
  public var labels: [String] { self == .binary ? ["normal", "pneumonia"] : ThreeClassEvaluation.classes.map(\.rawValue) }

  /// Scalars a film's target has: with three classes one more than outputs, for a pneumonia of unknown kind.
  var targetCount: Int { self == .binary ? 1 : 4 }

  /// What a network is to say of a film. A pneumonia of unknown kind teaches three classes that it is not normal, and nothing about the kind.
  func target(of label: Label) -> [Float] {
    switch self {
    case .binary: [label.isPneumonia ? 1 : 0]
    case .threeClasses: [Label.normal, .bacterial, .viral, .pneumonia].map { $0 == label ? 1 : 0 }
    }
  }

  /// The cross-entropy of ``target(of:)``.
  func loss(classWeights: [Float]?, labelSmoothing: Float) -> Loss {
    switch self {
    case .binary: Loss(.sigmoidCrossEntropy, classWeights: classWeights, labelSmoothing: labelSmoothing)
    case .threeClasses: Loss(.softmaxCrossEntropy, classWeights: classWeights, labelSmoothing: labelSmoothing, unions: [[1, 2]])
    }
  }
}
