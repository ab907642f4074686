import CPageResources

/// A script that a page may need. They stand in `Sources/CPageResources/Resources`.
package enum PageScript: Sendable, Hashable, CaseIterable {
  /// Tells of errors and of what was drawn, for tests; draws the ``Chart``s. In every page.
  case page
  /// Chart.js.
  case chartLibrary
  /// The threshold explorer of an evaluation.
  case explorer
  /// The worklist of a triage page.
  case triage

  package var source: String {
    switch self {
    case .page: String(cpr_page_script())
    case .chartLibrary: String(cpr_chart_library())
    case .explorer: String(cpr_explorer_script())
    case .triage: String(cpr_triage_script())
    }
  }

  /// The style sheet of every page.
  package static var styleSheet: String { String(cpr_page_style()) }
}

extension String {
  /// The text of an embedded file, which is UTF-8.
  fileprivate init(_ file: cpr_file) { self = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self) }
}
