import Foundation
import Imaging
import Testing

@testable import PulmoKit

@Suite struct ExplanationPageTests {
  static func film(_ name: String, views: [ExplanationView], label: Label = .bacterial, triage: Triage? = .urgent) throws -> ExplainedFilm {
    let film = GrayImage(width: 90, height: 70, pixels: (0..<6300).map { UInt8($0 % 251) })
    let prediction = Prediction(probability: 0.9312, threshold: 0.25, triage: triage)
    return try ExplainedFilm(
      name: name, film: SeenFilm(whole: film), label: label, probability: 0.6543, prediction: prediction, views: views)
  }

  static func view(_ title: String, verdict: PictureCaption.Verdict? = nil) throws -> ExplanationView {
    let checks = [
      ExplanationView.Check("Weights drawn anew", figure: 0.912, limit: "below 0.5", isPassed: false),
      ExplanationView.Check("Share in the lungs", figure: nil, limit: "above 0.4", isPassed: nil),
    ]
    return try ExplanationView(
      title: title, meaning: ExplanationMethod.lime.meaning, picture: ColorImage(width: 700, height: 350, color: .white),
      figures: [.fit(0.4321), .stability(nil), .completenessGap(0.0004)], checks: verdict == nil ? [] : checks, verdict: verdict)
  }

  @Test func numbersAndVerdictsStandBesideThePictures() throws {
    let doubtful = try Self.view("LIME", verdict: .init("do not trust: it ignores the weights", isPassed: false))
    let films = [
      try Self.film("<b>one</b>.jpeg", views: [doubtful, Self.view("Grad-CAM")]), try Self.film("two.jpeg", views: [], triage: nil),
    ]
    let text = PageText(ExplanationPage(films, model: "lite <1>", date: Date(timeIntervalSince1970: 0)).html)
    #expect(text.contains("Explanations: lite &lt;1&gt;") && text.contains("2 films · 1970-01-01 00:00 UTC"))
    #expect(text.contains("&lt;b&gt;one&lt;/b&gt;.jpeg") && !text.contains("<b>one"))
    #expect(text.contains(inOrder: "Warning: 1 picture of 2 did not pass the checks", "1 picture of 2 not checked", "<section"))
    #expect(text.contains(inOrder: "id=\"film-1\"", "id=\"film-2\"", "id=\"reading\""))
    #expect(
      text.contains(
        inOrder: "Probability of bacterial, explained here", "0.654", "Probability of pneumonia", "0.931", "Decision at 0.250", "pneumonia",
        "Triage", "urgent", "The film", "LIME", "Blue parts raise", "Fit, R²: 0.432 · Stability over seeds: n/a · Completeness gap: 0.0004",
        "call wrong", "Verdict: do not trust: it ignores the weights", "Weights drawn anew", "0.912", "below 0.5", "not passed",
        "Share in the lungs", "n/a", "cannot tell", "Grad-CAM", "Verdict: not checked"))
    #expect(text.contains("Not for diagnosis"))
    #expect(text.contains("width=\"640\" height=\"320\"") && text.contains("width=\"90\" height=\"70\""))
  }

  @Test func aPageWithoutDoubtsDoesNotWarn() throws {
    let view = try Self.view("LIME", verdict: .init("passed", isPassed: true))
    // A verdict is a check made, whether or not its table is shown; feature maps say nothing that could be checked.
    let picture = ColorImage(width: 70, height: 35, color: .white)
    let short = try ExplanationView(title: "Grad-CAM", meaning: "", picture: picture, verdict: .init("passed", isPassed: true))
    let grid = try ExplanationView(title: "Layer", meaning: ExplanationView.featureMapMeaning, picture: picture)
    let notices = PageText(ExplanationPage([try Self.film("one.jpeg", views: [view, short, grid])], model: "lite").html)
    #expect(!notices.contains("did not pass the checks") && !notices.contains("of 3 not checked"))
    let text = PageText(ExplanationPage([try Self.film("one.jpeg", views: [view])], model: "lite").html)
    #expect(!text.contains("did not pass the checks") && !text.contains("not checked") && text.contains("call right"))
  }

  @Test(.enabled(if: Browser.path != nil, Browser.isMissing)) func aBrowserShowsEveryPicture() throws {
    let films = [try Self.film("one.jpeg", views: [Self.view("LIME"), Self.view("Grad-CAM")]), try Self.film("two.jpeg", views: [])]
    let html = ExplanationPage(films, model: "lite").html
    let opened = try Browser.open(html)
    #expect(opened.told("errors") == "")
    #expect(opened.document.matches(of: /<img src="data:image\/jpeg/).count == 4)
    // A picture that is none is told: this test can fail.
    let broken = html.replacingOccurrences(of: "data:image/jpeg;base64,/9j/", with: "data:image/jpeg;base64,AAAA")
    #expect(broken != html)
    #expect(try Browser.open(broken).told("errors")?.contains("a resource failed") == true)
  }
}
