import Foundation
import Imaging
import Statistics
import Testing

@testable import PulmoKit

@Suite struct ComparisonPageTests {
  static let scores = ComparisonSource.Origin.scores(sha256: "ab")

  static func page(_ contestants: [Contestant] = ComparisonTests.two, paths: [String: String] = [:]) throws -> ComparisonPage {
    let comparison = try Comparison(contestants, resamples: 60)
    return ComparisonPage(
      comparison, source: ComparisonSource(origins: contestants.map { _ in scores }, data: paths.isEmpty ? nil : "films", paths: paths))
  }

  /// A film for each of ``ComparisonTests/two``'s.
  static func films(_ folder: TemporaryFolder) throws -> [String: String] {
    let film = GrayImage(width: 200, height: 160, pixels: (0..<32_000).map { UInt8(truncatingIfNeeded: $0 * 2_654_435_761 >> 9) })
    try film.write(to: folder("film.png"), as: .png)
    return Dictionary(uniqueKeysWithValues: (0..<40).map { ("film\($0)", folder("film.png")) })
  }

  @Test func itsFiguresAreTheComparisons() throws {
    let page = try Self.page()
    let text = PageText(page.html)
    for id in ["verdict", "source", "models", "differences", "films", "method"] { #expect(text.contains("<section id=\"\(id)\""), "\(id)") }
    let pair = page.comparison.pairs[0]
    let difference = try #require(pair.differences[.sensitivity])
    let quoted = try #require(difference.quoted)
    let range = "\(FigureText.points(quoted.lower)) to \(FigureText.points(quoted.upper)) points"
    #expect(
      text.contains(
        "<td>\(FigureText.points(difference.value)) points</td><td><span class=\"range\">\(range)</span></td><td>0</td><td>2</td>"))
    #expect(text.contains("Of 20 pneumonias, A found 17 and B 19: 0 that only A found, 2 that only B did. The difference is -10.0 points"))
    #expect(text.contains("<td>\(Comparison.text(probability: pair.deLong?.pValue))</td>"))
    #expect(text.contains("<caption>A less B</caption>") && text.contains("Only 20 pneumonia films and 20 normal films"))
  }

  /// An interval that includes 0 is not taken for a difference, and one that does not is.
  @Test func theVerdictClaimsNoMoreThanTheInterval() throws {
    let undecided = try Self.page().verdict
    #expect(undecided[0].contains("these films do not tell which of them finds more"), "\(undecided)")
    let worse = ComparisonTests.contestant("worse", threshold: 0.5, wrong: [0, 4, 8, 12, 16, 20, 24, 28, 32, 36])
    let verdict = try Self.page([worse, ComparisonTests.two[1]]).verdict
    #expect(verdict[0].hasSuffix(": B finds more on films like these."), "\(verdict)")
    #expect(try Self.page([ComparisonTests.two[1], worse]).verdict[0].hasSuffix(": A finds more on films like these."))
    #expect(try Self.page(ComparisonTests.two + [worse]).html.contains("3 pairs are compared"))
  }

  /// A missed pneumonia comes before a false alarm, however far apart the scores.
  @Test func missedPneumoniasComeFirst() throws {
    let page = try Self.page()
    let text = PageText(page.html)
    #expect(Set(page.comparison.disagreements.map(\.id)) == ["film0", "film5", "film3", "film6"])
    #expect(
      text.contains(
        inOrder: "Pneumonias that some find and some miss (2)", "film5", "film0", "Normal films that some clear", "film6", "film3"))
    #expect(text.contains("<span class=\"call wrong\">A ") && text.contains(": normal, wrong</span><span class=\"call right\">B "))
    #expect(!text.contains("<img"))
    let folder = try TemporaryFolder()
    let pictured = try Self.page(paths: Self.films(folder)).html
    #expect(pictured.matches(of: /<img src="data:image\/jpeg;base64,/).count == 4)
    #expect(PageText(try Self.page([ComparisonTests.two[0], ComparisonTests.two[0]]).html).contains("They call every pneumonia alike."))
  }

  @Test func longListsAreCut() throws {
    let bold = ComparisonTests.contestant("bold", threshold: 0.5, wrong: Set((0..<40).filter { $0 % 4 >= 2 }))
    let never = ComparisonTests.contestant("never", threshold: 0.5, wrong: Set((0..<40).filter { $0 % 4 < 2 }))
    let wide = (0..<2).map { half in
      Contestant(
        name: "\(half)", threshold: 0.5,
        scores: (0..<60).map { ScoredStudy(id: "\($0)", patient: "\($0)", label: .viral, probability: half == 0 ? 0.9 : 0.1) })
    }
    #expect(PageText(try Self.page(wide).html).contains("(24 of 60)"))
    #expect(PageText(try Self.page([bold, never]).html).contains("(20)"))
    #expect(PageText(try Self.page(wide).html).contains("There is no normal film"))
  }

  @Test func hostileNamesAreOnlyText() throws {
    let nasty = "<script>alert(1)</script>"
    let contestants = [0.9, 0.1].map {
      Contestant(
        name: nasty + "\($0)", threshold: 0.5,
        scores: [
          ScoredStudy(id: nasty, patient: nasty, label: .viral, probability: $0),
          ScoredStudy(id: "b", patient: "b", label: .normal, probability: 0),
        ])
    }
    var source = ComparisonSource(origins: [Self.scores, Self.scores], data: nasty, splitFile: nasty, paths: [nasty: "/nowhere/" + nasty])
    source.unreadableCount = 1
    let text = PageText(ComparisonPage(try Comparison(contestants, resamples: 10), source: source).html)
    #expect(!text.contains("<script>alert") && text.contains("no picture: ") && text.contains("1 film could not be read"))
    #expect(text.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"))
  }
}
