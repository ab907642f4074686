/// Puts pieces of a page one behind the other; a string among them is text.
@resultBuilder
package enum HTMLBuilder {
  package static func buildExpression(_ html: HTML) -> HTML { html }
  package static func buildExpression(_ text: String) -> HTML { HTML(text: text) }
  package static func buildExpression(_ html: HTML?) -> HTML { html ?? HTML() }

  package static func buildBlock(_ parts: HTML...) -> HTML { buildArray(parts) }
  package static func buildArray(_ parts: [HTML]) -> HTML { parts.reduce(into: HTML()) { $0 += $1 } }
  package static func buildOptional(_ part: HTML?) -> HTML { part ?? HTML() }
  package static func buildEither(first part: HTML) -> HTML { part }
  package static func buildEither(second part: HTML) -> HTML { part }
}

extension HTML {
  /// Pieces one behind the other.
  package init(@HTMLBuilder _ content: () -> HTML) { self = content() }
}
