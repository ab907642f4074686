import Imaging
import PulmoKit

/// An evaluation with what it is of: as text and as JSON.
struct EvaluationReport {
  let evaluation: Evaluation
  /// Nil for scores of another tool.
  let manifest: ModelManifest?
  let data: String
  let split: SplitName?
  let failures: [ImagingError]
  /// Nil for scores of another tool.
  var independence: Independence?

  /// The figures as text.
  var lines: [String] {
    var lines = (independence?.warnings ?? []).map { "WARNING: \($0.printable)." }
    if !lines.isEmpty { lines.append("") }
    if let manifest { lines += ModelNotice(manifest: manifest).lines }
    lines.append("films      \(evaluation.count) of \(data)\(split.map { ", part \($0.rawValue)" } ?? "")")
    if let independence { lines.append("learned    \(independence.remark)") }
    if evaluation.threshold != manifest?.threshold.value {
      lines.append("judged by  threshold \(evaluation.threshold.formatted(decimals: 4)), as asked for")
    }
    lines += ["", evaluation.table, ""]
    if !failures.isEmpty { lines.append("\(failures.count) films could not be read and are in no figure.") }
    lines.append(ModelNotice.notForDiagnosis)
    return lines
  }
}

extension EvaluationReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case model, data, split, failures, notice, independence
  }

  private struct Failure: Encodable {
    let path: String
    let error: String
  }

  func encode(to encoder: any Encoder) throws {
    try evaluation.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(manifest.map(ModelSummary.init), forKey: .model)
    try container.encode(data, forKey: .data)
    try container.encode(split, forKey: .split)
    try container.encode(failures.map { Failure(path: $0.path, error: $0.reason) }, forKey: .failures)
    try container.encode(ModelNotice.notForDiagnosis, forKey: .notice)
    try container.encode(independence, forKey: .independence)
  }
}
