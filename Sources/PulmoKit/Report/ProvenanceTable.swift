import FoundationEssentials

/// What a page's figures are of and come from, row by row.
struct ProvenanceTable {
  private var rows: [[HTML]] = []

  mutating func add(_ name: String, _ value: HTML) { rows.append([HTML(text: name), value]) }

  mutating func add(_ name: String, _ text: String) { add(name, HTML(text: text)) }

  /// A hash, in letters of one width.
  mutating func add(_ name: String, hash: String) { add(name, HTML("span", ["class": "hash"]) { hash }) }

  /// Where films come from: a folder or file, the part of it, the file of the split.
  mutating func add(_ name: String, data: String, split: SplitName?, splitFile: String?) {
    add(
      name,
      HTML {
        HTML("bdi") { data }
        split.map { ", part \($0.rawValue)" } ?? ""
        if let splitFile {
          " of "
          HTML("bdi") { splitFile }
        }
      })
  }

  /// A model, its weights, and what it learned from.
  mutating func add(_ model: ModelManifest) {
    add("Model", "\(model.name) \(model.version)")
    add("Weights, SHA-256", hash: model.weightsSHA256)
    add("Trained on", model.trainedOn)
  }

  /// The section, closed by when and by what the page was made.
  /// - Parameters:
  ///   - title: of the section.
  ///   - caption: of the table.
  ///   - date: when the figures were made.
  func section(_ title: String, caption: String, made date: Date) -> PageSection {
    var table = self
    table.add("Made", "\(date.utcText) by pulmo \(pulmoVersion)")
    return PageSection("source", title, short: "Provenance") {
      HTML("div", ["class": "words"]) { PageTable(caption, columns: ["", "What"], rows: table.rows).html }
    }
  }
}
