/// One section of a page: a heading and what stands below it.
package struct PageSection: Sendable {
  /// Links lead here: letters and hyphens, once in a page.
  package let id: String
  package let title: String
  /// In the list of sections.
  package let shortTitle: String
  package private(set) var content: HTML

  package init(_ id: StaticString, _ title: String, short: String? = nil, @HTMLBuilder content: () -> HTML) {
    self.id = "\(id)"
    self.title = title
    shortTitle = short ?? title
    self.content = content()
  }

  /// One of many sections of a kind: links lead to the kind and the number.
  package init(_ kind: StaticString, _ number: Int, title: String, short: String, @HTMLBuilder content: () -> HTML) {
    id = "\(kind)-\(number)"
    self.title = title
    shortTitle = short
    self.content = content()
  }

  /// The same section in a page that has to run `script`.
  package func running(_ script: PageScript) -> PageSection {
    var section = self
    section.content = content.running(script)
    return section
  }

  var html: HTML {
    HTML("section", ["id": id, "aria-labelledby": id + "-title"]) {
      HTML("h2", ["id": id + "-title"]) { title }
      content
    }
  }
}
