import Foundation
import Imaging
import NeuralNet
import Statistics
import Testing

@testable import PulmoKit

@Suite struct EvaluationPageTests {
  /// Films of children with one to three each; probabilities overlap, so every figure is somewhere between its ends.
  static func films(_ count: Int, pictures: Bool = false, classes: Bool = false) -> [EvaluatedFilm] {
    var generator = SplitMix64(seed: 7)
    func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    return (0..<count).map { index in
      let label: Label = index % 3 == 0 ? .normal : index % 3 == 1 ? .bacterial : .viral
      let distance = uniform() * uniform() * uniform()
      let probability = label.isPneumonia ? 1 - distance : distance
      let score = ScoredStudy(
        id: "film\(index).png", patient: "child\(index / 2)", label: label, probability: probability,
        classes: classes ? ClassProbabilities(normal: 1 - probability, bacterial: probability * 0.6, viral: probability * 0.4) : nil)
      let picture = PictureFacts(width: 1000 + index % 500, height: 900, meanLevel: 80 + Double(index % 90))
      return EvaluatedFilm(score, picture: pictures ? picture : nil)
    }
  }

  static func page(_ films: [EvaluatedFilm], threshold: Double = 0.5) throws -> EvaluationPage {
    let evaluation = try Evaluation(films.map(\.score), threshold: threshold, resamples: 60)
    return try EvaluationPage(films, evaluation, source: EvaluationSource(data: "films"))
  }

  @Test func everySectionIsThere() throws {
    let page = try Self.page(Self.films(240, pictures: true, classes: true))
    let text = PageText(try page.html)
    for id in ["verdict", "source", "matrix", "curves", "calibration", "explorer", "groups", "films", "method"] {
      #expect(text.contains("<section id=\"\(id)\""), "\(id)")
    }
    for chart in ["roc", "roc-corner", "precision-recall", "histogram", "reliability", "decision"] {
      #expect(text.contains("data-chart=\"\(chart)\""), "\(chart)")
    }
    for table in ["By kind of pneumonia", "By picture size", "By brightness", "Three classes"] {
      #expect(text.contains("<caption>\(table)"), "\(table)")
    }
    // The verdict comes before the charts, the provenance before both.
    #expect(text.contains(inOrder: "id=\"verdict\"", "id=\"source\"", "id=\"matrix\"", "id=\"curves\""))
  }

  /// The figures are those of `Evaluation`, which has tests of its own, each beside the interval that is quoted.
  @Test func itsFiguresAreTheEvaluations() throws {
    let page = try Self.page(Self.films(240))
    let evaluation = page.evaluation
    let text = PageText(try page.html)
    #expect(text.contains("\(evaluation.confusion.tp) of \(page.curve.positives) pneumonias were found"))
    #expect(text.contains("<dd>\(FigureText.percent(evaluation.sensitivity?.value))<span"))
    let quoted = try #require(evaluation[.sensitivity]?.quoted)
    #expect(text.contains("<span class=\"range\">\(FigureText.percents(quoted))</span>"))
    #expect(evaluation[.sensitivity]?.clustered != nil)
  }

  @Test func anIntervalIsOfTheMeanAndNoPrediction() throws {
    let page = try Self.page(Self.films(240))
    let text = PageText(try page.html)
    #expect(text.contains("of every hundred films of pneumonia like these are found (95% interval)."))
    #expect(text.contains("of every hundred normal films like these are cleared (95% interval)."))
    #expect(!text.contains("Of a hundred") && text.contains("of pairs, ties counting half (95% interval "))
  }

  /// All films told apart: every resample finds all, and yet nobody may read "100% to 100%".
  @Test func aPerfectCurveIsNoCertainty() throws {
    let films = Self.films(90).map { film in
      EvaluatedFilm(
        ScoredStudy(
          id: film.score.id, patient: film.score.patient, label: film.score.label, probability: film.score.label.isPneumonia ? 0.9 : 0.1))
    }
    let text = PageText(try Self.page(films).html)
    #expect(text.contains("Sensitivity at some rates of false alarms") && !text.contains("100.0% to 100.0%"))
    #expect(text.contains("<td>\(FigureText.percents(.wilson(successes: 60, trials: 60)))</td>"))
  }

  @Test func withoutResamplesThereIsNoBand() throws {
    let films = Self.films(90)
    let evaluation = try Evaluation(films.map(\.score), threshold: 0.5, resamples: 0)
    let text = PageText(try EvaluationPage(films, evaluation, source: EvaluationSource(data: "films")).html)
    #expect(text.contains("data-chart=\"roc\"") && !text.contains("The band is"))
    #expect(!text.contains("Sensitivity at some rates") && !text.contains("</span>95% band"))
  }

  /// A file of scores may be any tool's: the model named beside it gives its threshold and no more.
  @Test func scoresOfAFileAreNotTheModels() throws {
    let films = Self.films(90)
    let evaluation = try Evaluation(films.map(\.score), threshold: 0.5, resamples: 20)
    let source = EvaluationSource(data: "scores.csv", sha256: "ab", isFromScores: true)
    let text = PageText(try EvaluationPage(films, evaluation, source: source).html)
    #expect(text.contains(inOrder: "The scores were read from a file", "What came out", "Scores, SHA-256"))
    #expect(!PageText(try Self.page(films).html).contains("The scores were read from a file"))
  }

  @Test func hostileNamesAreOnlyText() throws {
    let nasty = "<script>alert(1)</script>\"'&.png"
    let films = [(Label.normal, 0.9), (.viral, 0.1)].map {
      EvaluatedFilm(ScoredStudy(id: nasty + $0.0.rawValue, patient: nasty, label: $0.0, probability: $0.1), path: "/nowhere/" + nasty)
    }
    let source = EvaluationSource(data: nasty, splitFile: nasty)
    let evaluation = try Evaluation(films.map(\.score), threshold: 0.5, resamples: 10)
    let text = PageText(try EvaluationPage(films, evaluation, source: source).html)
    #expect(!text.contains("<script>alert"))
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;.png"))
    // A film whose file is gone costs its picture, not the report.
    #expect(text.contains("no picture: "))
  }

  @Test func oneClassLeavesItsFiguresUndefined() throws {
    let films = Self.films(60).filter { !$0.score.label.isPneumonia }
    let page = try Self.page(films)
    let text = PageText(try page.html)
    #expect(text.contains("Warning: There is no pneumonia film"))
    #expect(page.evaluation.sensitivity == nil && page.evaluation.auroc == nil)
    #expect(text.contains("<dt>Sensitivity</dt><dd>n/a<span"))
    #expect(!text.contains("data-chart=\"roc\"") && !text.contains("id=\"explorer\"") && text.contains("data-chart=\"histogram\""))
  }

  @Test func scoresThatAreNoProbabilities() throws {
    let films = Self.films(90).map { film in
      EvaluatedFilm(
        ScoredStudy(id: film.score.id, patient: film.score.patient, label: film.score.label, probability: film.score.probability * 20 - 5))
    }
    let text = PageText(try Self.page(films, threshold: 3).html)
    #expect(text.contains("they are no probabilities") && !text.contains("data-chart=\"reliability\""))
    #expect(!text.contains("Brier score (0 is best)") && text.contains("data-chart=\"roc\""))
  }

  @Test(arguments: [[-1.7e308, 0, 1.7e308], [0, .leastNonzeroMagnitude, 4 * .leastNonzeroMagnitude], [3, 3, 3]])
  func scoresFarApartOrAllOne(scores: [Double]) throws {
    let films = scores.enumerated().map { index, score in
      EvaluatedFilm(ScoredStudy(id: "\(index)", patient: "\(index)", label: index == 0 ? .normal : .viral, probability: score))
    }
    #expect(PageText(try Self.page(films, threshold: .leastNonzeroMagnitude).html).contains("data-chart=\"histogram\""))
  }

  @Test func whatOthersKnowStandsAtTheVeryTop() throws {
    var page = try Self.page(Self.films(90))
    page.notices.append(PageNotice(.warning, title: "Learned from these films", text: "The figures say nothing."))
    let text = PageText(try page.html)
    #expect(text.contains(inOrder: "Warning: Learned from these films", "What came out"))
  }

  @Test func errorsAreInOrderOfCertainty() throws {
    let values: [(String, Label, Double)] = [
      ("a", .viral, 0.4), ("b", .viral, 0.1), ("c", .normal, 0.6), ("d", .normal, 0.99), ("e", .normal, 0.2), ("f", .bacterial, 0.9),
    ]
    let films = values.map { EvaluatedFilm(ScoredStudy(id: $0.0, patient: $0.0, label: $0.1, probability: $0.2)) }
    let selection = FilmSelection(films, threshold: 0.5)
    #expect(selection.missed.map(\.score.id) == ["b", "a"])
    #expect(selection.falseAlarms.map(\.score.id) == ["d", "c"])
    #expect(selection.nearest.prefix(2).map(\.score.id) == ["a", "c"] || selection.nearest.prefix(2).map(\.score.id) == ["c", "a"])
    #expect(selection.nearest.count == 6)
  }

  @Test func sharesNeverLookLikeAllOrNone() {
    #expect(FigureText.percent(386.0 / 387) == "99.7%")
    #expect(FigureText.percent(1) == "100.0%" && FigureText.percent(0) == "0.0%")
    #expect(FigureText.percent(0.9998) == "99.98%" && FigureText.percent(0.0002) == "0.02%")
    #expect(FigureText.percent(0.99999999) == "> 99.9999%" && FigureText.percent(1e-9) == "< 0.0001%")
    #expect(FigureText.number(0.99996, decimals: 4) == "0.99996" && FigureText.number(3e-5, decimals: 4) == "0.00003")
    #expect(FigureText.number(1 + 1e-9) == "< 1.000001" && FigureText.number(-1e-9) == "> -0.000001")
    #expect(FigureText.number(1 - 1e-15) == "1.000", "rounding of the arithmetic")
    #expect(
      FigureText.signed(0.00002, decimals: 4) == "+0.00002" && FigureText.signed(1e-9) == "< +0.000001"
        && FigureText.signed(-0.5) == "-0.500")
    #expect(FigureText.percent(nil) == "n/a" && FigureText.number(nil) == "n/a")
    #expect(FigureText.number(0.99987) == "0.9999" && FigureText.number(14.8504) == "14.850" && FigureText.number(-0.25) == "-0.250")
  }

  @Test func aLineKeepsItsCorners() {
    let line = [[0, 0], [0, 0.2], [0, 0.5], [0.1, 0.5], [0.2, 0.5], [0.3, 0.7], [1, 1.0]]
    #expect(EvaluationPage.corners(line) == [[0, 0], [0, 0.5], [0.2, 0.5], [0.3, 0.7], [1, 1]])
    #expect(EvaluationPage.corners([]) == [] && EvaluationPage.corners([[1, 2]]) == [[1, 2]])
  }

  /// 5,000 studies: the page stays far below 5 MB even with a picture for each film it shows.
  @Test func aPageOfFiveThousandStudiesIsSmall() throws {
    let bytes = try Self.page(Self.films(5000, pictures: true, classes: true)).html.utf8.count
    #expect(bytes < 1_000_000)
  }
}
