import Imaging
import PulmoKit

/// An audit with what it is of: as text, as JSON and as a page.
struct AuditReport {
  let audit: ShortcutAudit
  let manifest: ModelManifest
  let data: String
  let split: SplitName?
  /// The file of the split the part is of; nil where the data's own folders say.
  let splitFile: String?
  /// One SHA-256 over the films.
  let dataSHA256: String
  let failures: [ImagingError]
  let independence: Independence

  /// The audit as text.
  var lines: [String] {
    var lines = independence.warnings.map { "WARNING: \($0.printable)." }
    if !lines.isEmpty { lines.append("") }
    lines += ModelNotice(manifest: manifest).lines
    let part = split.map { ", part \($0.rawValue)" } ?? ""
    lines.append("films      \(audit.films) of \(data.printable)\(part): \(audit.normal) normal, \(audit.pneumonia) pneumonias")
    lines += ["learned    \(independence.remark)", "", audit.table, ""]
    if let line = failures.unreadableLine { lines.append(line) }
    lines.append(ModelNotice.notForDiagnosis)
    return lines
  }

  func page(of findings: ShortcutFindings) -> AuditPage {
    let source = EvaluationSource(
      data: data, split: split, splitFile: splitFile, sha256: dataSHA256, model: manifest, unreadableCount: failures.count)
    var page = AuditPage(audit, of: findings, source: source)
    page.notices = independence.notices
    return page
  }
}

extension AuditReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case verdict, sentences, audit, model, views, data, split, splitFile, dataSHA256, failures, independence, notice
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(audit.verdict, forKey: .verdict)
    try container.encode(audit.sentences, forKey: .sentences)
    try container.encode(audit, forKey: .audit)
    try container.encode(ModelSummary(manifest), forKey: .model)
    try container.encode(manifest.preprocessing.views, forKey: .views)
    try container.encode(data, forKey: .data)
    try container.encode(split, forKey: .split)
    try container.encode(splitFile, forKey: .splitFile)
    try container.encode(dataSHA256, forKey: .dataSHA256)
    try container.encode(failures.map(UnreadableFilm.init), forKey: .failures)
    try container.encode(independence, forKey: .independence)
    try container.encode(ModelNotice.notForDiagnosis, forKey: .notice)
  }
}
