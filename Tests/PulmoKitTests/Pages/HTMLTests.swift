import Foundation
import Testing

@testable import PulmoKit

@Suite struct HTMLTests {
  @Test func textIsOnlyText() {
    let html = HTML("p", ["title": "a \"b\" & 'c'", "hidden": nil]) {
      "<script>alert('x')</script>"
      HTML("br")
      "1 & 2\u{0}\u{1B}"
    }
    #expect(
      html.markup
        == "<p title=\"a &quot;b&quot; &amp; &#39;c&#39;\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;<br>1 &amp; 2\u{FFFD}\u{FFFD}</p>"
    )
  }

  @Test func dataCannotEndItsElement() throws {
    let nasty = "</script><img src=x onerror=alert(1)>&\"\\\u{2028}\u{1}"
    let html = HTML(json: JSONText.object(["name": .string(nasty)]).json, class: "drawing")
    let inner = html.markup.dropFirst("<script type=\"application/json\" class=\"drawing\">".count).dropLast("</script>".count)
    #expect(!inner.contains("<") && !inner.contains(">") && !inner.contains("&"))
    let read = try JSONSerialization.jsonObject(with: Data(inner.utf8)) as? [String: String]
    #expect(read?["name"] == nasty)
  }

  @Test func piecesJoinWithTheirScripts() {
    let html = HTML {
      for name in ["a", "b"] { HTML("b") { name } }
      if Bool(true) { HTML("i").running(.explorer) } else { "never" }
    }
    #expect(html.markup == "<b>a</b><b>b</b><i></i>")
    #expect(html.scripts == [.explorer])
  }

  @Test func numbersAreShort() {
    func text(_ number: Double?) -> String { JSONText.number(number).json }
    #expect(text(1.0 / 3) == "0.333333")
    #expect(text(-2.0 / 3) == "-0.666667")
    #expect(text(1e-5) == "1e-05")
    #expect(text(0.000123456789) == "0.000123457")
    #expect(text(1_234_567.8) == "1234570.0")
    #expect(text(5216) == "5216")
    #expect(text(-0.0) == "0")
    #expect(text(nil) == "null" && text(.nan) == "null" && text(-.infinity) == "null")
  }
}
