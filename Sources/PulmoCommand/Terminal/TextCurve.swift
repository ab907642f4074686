import PulmoKit

/// A curve as a few lines of text: a column an epoch, its height the value between the least and the greatest.
struct TextCurve {
  /// What a column is made of.
  enum Style {
    /// Eighths of a character: `▁▂▃▄▅▆▇█`.
    case blocks
    /// For terminals without Unicode.
    case plain
  }

  let name: String
  let values: [Double]
  /// As the scale and the last value are written.
  let decimals: Int

  /// Characters from the bottom to the top.
  static let height = 3

  /// The chart with its scale at the left; a curve that stays level is one line, and fewer than two values are none.
  /// - Parameters:
  ///   - width: columns for the curve itself; of more epochs than that, each column shows the last of several.
  ///   - labelWidth: columns for the scale and the name, at least as many as they need.
  func lines(width: Int, labelWidth: Int = 0, _ style: Style) -> [String] {
    guard values.count > 1, let least = values.min(), let greatest = values.max(), width > 0 else { return [] }
    let top = greatest.formatted(decimals: decimals), bottom = least.formatted(decimals: decimals)
    let labelWidth = max(labelWidth, top.count, bottom.count, name.count)
    guard least < greatest else { return [name.leftPadded(to: labelWidth) + "  \(top) in every epoch"] }
    let steps = Double(Self.height * 8)
    // The least value keeps one step, so that every epoch is seen.
    let heights = columns(width).map { 1 + Int((($0 - least) / (greatest - least) * (steps - 1)).rounded()) }
    return (0..<Self.height).reversed().map { row in
      let label = row == Self.height - 1 ? top : row == 0 ? bottom : name
      return label.leftPadded(to: labelWidth) + (style == .blocks ? " ┤" : " |") + heights.map { Self.cell($0 - row * 8, style) }.joined()
    }
  }

  private func columns(_ width: Int) -> [Double] {
    guard values.count > width else { return values.flatMap { [$0, $0].prefix(2 * values.count <= width ? 2 : 1) } }
    return (0..<width).map { values[($0 + 1) * values.count / width - 1] }
  }

  /// - Parameter eighths: how much of the character is full; below 1 it is empty, from 8 on full.
  private static func cell(_ eighths: Int, _ style: Style) -> String {
    switch style {
    case .blocks: eighths < 1 ? " " : String("▁▂▃▄▅▆▇█".dropFirst(min(eighths, 8) - 1).prefix(1))
    case .plain: eighths < 1 ? " " : eighths < 4 ? "." : eighths < 8 ? ":" : "#"
    }
  }
}

extension TextCurve {
  /// The curves of a training, a blank line between two; none for fewer than two epochs.
  static func lines(of history: [EpochMetrics], width: Int, _ style: Style) -> [String] {
    let curves = [
      TextCurve(name: "train loss", values: history.map(\.trainLoss), decimals: 4),
      TextCurve(name: "val loss", values: history.map(\.validationLoss), decimals: 4),
      TextCurve(name: "val accuracy", values: history.map(\.validationAccuracy), decimals: 4),
      TextCurve(name: "val AUROC", values: history.compactMap(\.validationAUROC), decimals: 4),
      TextCurve(name: "learning rate", values: history.map { Double($0.learningRate) }, decimals: 6),
    ]
    return curves.flatMap { curve in
      let lines = curve.lines(width: width, labelWidth: curves.map(\.name.count).max() ?? 0, style)
      return lines.isEmpty ? [] : [""] + lines
    }
  }

  /// Blocks where the terminal's locale is UTF-8 and the reader has not asked for plain output by `NO_COLOR`.
  static func style(environment: [String: String]) -> Style {
    if environment["NO_COLOR"]?.isEmpty == false { return .plain }
    // The first that is set and not empty counts: POSIX's order.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.uppercased().contains(/UTF-?8/) ? .blocks : .plain
  }
}
