import Foundation
import Imaging
import Testing

@testable import PulmoKit

@Suite struct ExplanationSurveyTests {
  /// Of ten elements in three stretches: the middles 1, 5 and 8.
  @Test func filmsAreSpreadEvenly() {
    #expect(ExplanationSurvey.spread(Array(0..<10), 3) == [1, 5, 8])
    #expect(ExplanationSurvey.spread(Array(0..<3), 3) == [0, 1, 2])
    #expect(ExplanationSurvey.spread([7], 20) == [7])
  }

  /// A film that can no longer be read, and one that the model gives no number: each is named, and the others are explained.
  @Test func aFilmThatFailsIsLeftOut() async throws {
    let films = try Films(4)
    let model = try ScreeningModels.drawn(.smallCNN(SmallCNN()), side: 32)
    let evaluated = films.studies.enumerated().map { index, study in
      EvaluatedFilm(
        ScoredStudy(id: study.id, patient: study.patient, label: study.label, probability: Double(index) / 10), path: study.path)
    }
    try films.damage(1)
    let survey = try await ExplanationSurvey(of: evaluated, count: 4, of: model, threads: 2)
    #expect(survey.films.map(\.name) == [0, 2, 3].map { films.studies[$0].path } && survey.verdicts.count == 3)
    #expect(survey.failures.map(\.path) == [films.studies[1].path])
    #expect(survey.table.contains("checks of Grad-CAM, 3 films"))
    #expect(survey.table.hasSuffix("1 film could not be explained and is in none of these counts."))
    let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(survey)) as? [String: Any])
    #expect(Set(json.keys) == ["method", "films", "failures"] && (json["films"] as? [Any])?.count == 3)
    #expect((json["failures"] as? [[String: String]])?.first?["path"] == films.studies[1].path)
    var page = try EvaluationPage(
      evaluated, Evaluation(evaluated.map(\.score), threshold: 0.5, resamples: 20), source: EvaluationSource(data: "films"))
    page.explanations = survey
    #expect(try PageText(page.html).contains(inOrder: "1 film could not be explained", "\(films.studies[1].path): "))

    let none = try await ExplanationSurvey(of: [evaluated[1]], count: 1, of: model, threads: 2)
    #expect(none.films.isEmpty && none.failures.count == 1 && none.count(.trust) == 0)
  }

  /// A model of the repository on example films: every map has a verdict, and the table counts each once.
  @Test func everyMapIsCountedOnce() async throws {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
    let artifact = try ModelArtifact(at: root.appending(path: "Models/deep-cnn-augmented").path)
    let films = try Dataset(at: root.appending(path: "Examples").path).studies.enumerated().map { index, study in
      EvaluatedFilm(
        ScoredStudy(id: study.id, patient: study.patient, label: study.label, probability: Double(index) / 100), path: study.path)
    }
    let survey = try await ExplanationSurvey(of: films, count: 2, of: artifact, threads: 2)
    #expect(survey.films.map(\.name) == [films[4].path, films[12].path])
    #expect(survey.verdicts.count == 2)
    let questions: [CheckQuestion] = [.weights, .hiding, .outsideLungs, .border, .corners]
    #expect(survey.questions == questions)
    for question in questions { #expect(ExplanationSurvey.outcomes.reduce(0) { $0 + survey.count($1, of: question) } == 2) }
    #expect(ExplanationSurvey.outcomes.reduce(0) { $0 + survey.count($1) } == 2)
    #expect(survey.table.contains("checks of Grad-CAM, 2 films"))

    let evaluation = try Evaluation(films.map(\.score), threshold: 0.5, resamples: 20)
    var page = try EvaluationPage(films, evaluation, source: EvaluationSource(data: "examples"))
    #expect(try !page.html.contains("Whether its explanations can be believed"))
    page.explanations = survey
    #expect(try page.html.contains("Whether its explanations can be believed"))
  }
}
