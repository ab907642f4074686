import Imaging
import PulmoKit

/// A comparison with what it is of: as text and as JSON.
struct ComparisonReport {
  let comparison: Comparison
  /// By model; nil for a score file.
  let manifests: [ModelManifest?]
  /// By model: whether it knows the films; nil for a score file.
  let independence: [Independence?]
  /// The films' folder; nil where score files alone are compared.
  let data: String?
  let split: SplitName?
  let failures: [ImagingError]

  /// The comparison as text.
  var lines: [String] {
    var lines = warnings.map { "WARNING: \($0.printable)." }
    if !lines.isEmpty { lines.append("") }
    for (index, model) in comparison.models.enumerated() {
      let manifest = manifests[index]
      let what = manifest.map { ": \($0.name) \($0.version) (weights \($0.weightsSHA256.prefix(12)))" } ?? ""
      let leftOut = model.leftOut > 0 ? "; \(model.leftOut) of its films are left out" : ""
      lines.append(
        "\(Comparison.letter(index))  \(model.name.printable)\(what), threshold \(FigureText.number(model.threshold, decimals: 4))\(leftOut)"
      )
      if let independence = independence[index] { lines.append("   \(independence.remark)") }
    }
    lines.append(
      "films      \(comparison.count)\(data.map { " of \($0.printable)" } ?? "")\(split.map { ", part \($0.rawValue)" } ?? ""):"
        + " \(comparison.pneumoniaCount) pneumonias, \(comparison.count - comparison.pneumoniaCount) normal; patients: \(comparison.resampling.patients)"
    )
    lines += ["", comparison.table(), ""]
    if let line = failures.unreadableLine { lines.append(line) }
    lines.append(ModelNotice.notForDiagnosis)
    return lines
  }

  /// The same for the top of a page.
  var notices: [PageNotice] {
    zip(letters, independence).flatMap { letter, independence in
      (independence?.notices ?? []).map { PageNotice($0.kind, title: "\(letter): \($0.title)", text: $0.text) }
    }
  }

  private var warnings: [String] {
    zip(letters, independence).flatMap { letter, independence in (independence?.warnings ?? []).map { "\(letter): \($0)" } }
  }

  private var letters: [String] { comparison.models.indices.map(Comparison.letter) }
}

extension ComparisonReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case artifacts, independence, count, data, split, failures, notice
  }

  func encode(to encoder: any Encoder) throws {
    try comparison.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(manifests.map { $0.map(ModelSummary.init) }, forKey: .artifacts)
    try container.encode(independence, forKey: .independence)
    try container.encode(comparison.count, forKey: .count)
    try container.encode(data, forKey: .data)
    try container.encode(split, forKey: .split)
    try container.encode(failures.map(UnreadableFilm.init), forKey: .failures)
    try container.encode(ModelNotice.notForDiagnosis, forKey: .notice)
  }
}
