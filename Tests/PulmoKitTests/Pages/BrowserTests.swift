import Foundation
import Statistics
import Testing

@testable import PulmoKit

/// Pages as a browser sees them: no script error, every chart drawn, the explorer's figures those of Swift.
@Suite(.enabled(if: Browser.path != nil, Browser.isMissing)) struct BrowserTests {
  @Test func aReportDrawsItsChartsAndExplores() throws {
    let films = EvaluationPageTests.films(240, pictures: true, classes: true)
    let page = try EvaluationPageTests.page(films)
    let opened = try Browser.open(try page.html, fragment: "threshold=0.8&prevalence=5")
    #expect(opened.told("errors") == "")
    #expect(opened.told("blank") == "")
    #expect(opened.drawn == ["roc", "roc-corner", "precision-recall", "histogram", "reliability", "decision"])

    // The table follows the threshold and the prevalence of the address.
    let there = try Evaluation(films.map(\.score), threshold: 0.8, resamples: 0)
    #expect(there.confusion != page.evaluation.confusion)
    #expect(opened.cell("sensitivity") == FigureText.percent(there.sensitivity?.value))
    #expect(opened.cell("sensitivity-range") == FigureText.percents(there.sensitivity))
    #expect(opened.cell("specificity") == FigureText.percent(there.specificity?.value))
    #expect(opened.cell("specificity-range") == FigureText.percents(there.specificity))
    #expect(opened.cell("ppv") == FigureText.percent(there.confusion.positivePredictiveValue(atPrevalence: 0.05)))
    #expect(opened.cell("npv") == FigureText.percent(there.confusion.negativePredictiveValue(atPrevalence: 0.05)))
    #expect(opened.cell("alarms") == "\(there.confusion.tp + there.confusion.fp) alarms here, \(there.confusion.fp) of them false")
    let found = 1000 * 0.05 * (there.sensitivity?.value ?? 0)
    #expect(opened.cell("found") == "\(found.formatted(decimals: 0)) found")
  }

  /// One false alarm of 301 normal films, and a normal film among 10,000: the explorer writes what is nearly all as Swift does.
  @Test func whatIsNearlyAllDoesNotLookSo() throws {
    let films = (0..<302).map { index in
      EvaluatedFilm(
        ScoredStudy(id: "\(index)", patient: "\(index)", label: index == 0 ? .viral : .normal, probability: index < 2 ? 0.9 : 0.1))
    }
    let opened = try Browser.open(try EvaluationPageTests.page(films).html, fragment: "threshold=0.5&prevalence=99.99")
    let there = try Evaluation(films.map(\.score), threshold: 0.5, resamples: 0)
    let value = try #require(there.confusion.positivePredictiveValue(atPrevalence: 0.9999))
    #expect(FigureText.percent(value) == "> 99.9999%")
    #expect(opened.told("errors") == "" && opened.cell("ppv") == "> 99.9999%")
  }

  @Test func aRunsPageDrawsItsCurves() throws {
    let page = RunPageTests.page(epochs: 12, .training)
    let opened = try Browser.open(page.document)
    #expect(opened.told("errors") == "")
    #expect(opened.told("blank") == "")
    #expect(opened.drawn == ["loss", "accuracy", "auroc", "learning-rate"])
  }

  @Test func aComparisonShowsItsFilms() throws {
    let folder = try TemporaryFolder()
    let page = try ComparisonPageTests.page(paths: ComparisonPageTests.films(folder))
    let opened = try Browser.open(page.html)
    #expect(opened.told("errors") == "")
    #expect(opened.told("blank") == "")
    #expect(opened.document.matches(of: /<img src="data:image\/jpeg/).count == 4)
  }

  /// Hostile text stays text, and what is wrong in a page is told: the two tests above can fail.
  @Test func errorsAreTold() throws {
    let nasty = "<img src=x onerror=alert(1)></script><script>alert(1)</script>"
    let chart = Chart(
      "broken", title: nasty, summary: nasty, x: ChartAxis(nasty), y: ChartAxis("y"),
      series: [ChartSeries(nasty, .line, .first, points: [[0, 0], [1, 1]])])
    let broken = HTML {
      chart.html
      HTML("figure", ["class": "chart", "data-chart": "empty"]) {
        HTML("canvas")
        HTML(json: "{\"nothing\": true}", class: "drawing")
      }
    }
    let document = Page(title: nasty, subtitle: "", sections: [PageSection("s", nasty) { broken }]).document
    // A script that is not Pulmo's own, as if a text had got into the markup: the page's policy refuses it.
    let foreign = document.replacingOccurrences(of: "</body>", with: "<script>document.title = 'foreign'</script></body>")
    let opened = try Browser.open(foreign)
    let errors = try #require(opened.told("errors"))
    #expect(errors.contains("refused: script-src"), "\(errors)")
    #expect(errors.contains("TypeError"), "\(errors)")
    #expect(!opened.document.contains("<title>foreign</title>"))
    #expect(opened.drawn == ["broken"])
  }
}
