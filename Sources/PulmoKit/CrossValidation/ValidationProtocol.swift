/// How films are dealt to measure a recipe.
public enum ValidationProtocol: String, Sendable, Hashable, Codable, CaseIterable {
  /// Folds of whole children, identical files and copies of one picture kept together: what figures on new children take.
  case grouped
  /// 80% of the films to learn from, 10% to choose on, 10% to measure on, drawn film by film and anew for each seed. Films of one child
  /// stand on both sides. Published figures often come about so; beside the grouped ones it shows how much that flatters.
  case byFilm = "by-film"
  /// Folds of whole children, each a stretch of consecutive numbers of every series: what figures on films take that have few
  /// neighbours in time among those learned from, as the next ones to come.
  case byStretch = "by-stretch"
  /// Folds of whole acquisition settings, measured by models that learned from no film of them and of none of their children: what figures on
  /// machines that a model never saw take (``AcquisitionSettings``).
  case bySetting = "by-setting"

  /// The shares that ``byFilm`` deals.
  static let filmFractions = [0.8, 0.1, 0.1]
}

/// One training of a cross-validation.
public struct ValidationRun: Sendable, Hashable, Codable {
  public let `protocol`: ValidationProtocol
  /// The recipe's seed of this training.
  public let seed: UInt64
  /// From 1; nil where the protocol has no folds.
  public let fold: Int?
}

extension ValidationRun: CustomStringConvertible {
  public var description: String { "\(`protocol`.rawValue), seed \(seed)" + (fold.map { ", fold \($0)" } ?? "") }
}
