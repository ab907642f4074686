import Imaging
import PulmoKit

/// A comparison with what it is of: as text and as JSON.
struct ComparisonReport {
  let comparison: Comparison
  /// By model; nil for a score file.
  let manifests: [ModelManifest?]
  /// The films' folder; nil where score files alone are compared.
  let data: String?
  let split: SplitName?
  let failures: [ImagingError]

  /// The comparison as text.
  var lines: [String] {
    var lines = zip(comparison.models, manifests).enumerated().map { index, entry in
      let (model, manifest) = entry
      let what = manifest.map { ": \($0.name) \($0.version) (weights \($0.weightsSHA256.prefix(12)))" } ?? ""
      let leftOut = model.leftOut > 0 ? "; \(model.leftOut) of its films are left out" : ""
      return
        "\(Comparison.letter(index))  \(model.name.printable)\(what), threshold \(FigureText.number(model.threshold, decimals: 4))\(leftOut)"
    }
    lines.append(
      "films      \(comparison.count)\(data.map { " of \($0.printable)" } ?? "")\(split.map { ", part \($0.rawValue)" } ?? ""):"
        + " \(comparison.pneumoniaCount) pneumonias, \(comparison.count - comparison.pneumoniaCount) normal; patients: \(comparison.resampling.patients)"
    )
    lines += ["", comparison.table(), ""]
    if !failures.isEmpty { lines.append("\(failures.count) films could not be read and are in no figure.") }
    lines.append(ModelNotice.notForDiagnosis)
    return lines
  }
}

extension ComparisonReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case artifacts, count, data, split, failures, notice
  }

  private struct Failure: Encodable {
    let path: String
    let error: String
  }

  func encode(to encoder: any Encoder) throws {
    try comparison.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(manifests.map { $0.map(ModelSummary.init) }, forKey: .artifacts)
    try container.encode(comparison.count, forKey: .count)
    try container.encode(data, forKey: .data)
    try container.encode(split, forKey: .split)
    try container.encode(failures.map { Failure(path: $0.path, error: $0.reason) }, forKey: .failures)
    try container.encode(ModelNotice.notForDiagnosis, forKey: .notice)
  }
}
