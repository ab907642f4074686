/// What a reader has to know before anything else on a page, such as that a model learned from the very films it is measured on.
package struct PageNotice: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The figures below cannot be trusted, and why.
    case warning
    /// Worth knowing; the figures stand.
    case information
  }

  package let kind: Kind
  /// In a few words.
  package let title: String
  /// What follows from it, and the way out.
  package let text: String

  package init(_ kind: Kind, title: String, text: String) {
    self.kind = kind
    self.title = title
    self.text = text
  }

  var html: HTML {
    HTML("div", ["class": kind == .warning ? "notice warning" : "notice", "role": kind == .warning ? "alert" : "note"]) {
      HTML("p", ["class": "notice-title"]) { (kind == .warning ? "Warning: " : "") + title }
      HTML("p") { text }
    }
  }
}
