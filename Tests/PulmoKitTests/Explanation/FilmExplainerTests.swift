import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// A network that asks for the lungs: what is asked of its maps goes by what it was shown.
@Suite struct FilmExplainerTests {
  private static func verdict(ofFilmAt path: String) async throws -> ExplanationVerdict {
    var options = ExplanationOptions()
    options.methods = [.gradCAM]
    options.isChecked = true
    let model = try ScreeningModels.drawn(.smallCNN(SmallCNN()), Preprocessing(width: 32, height: 32, region: .lungs))
    let explanation = try await FilmExplainer(model, options, threads: 2).explanation(ofFilmAt: path)
    return try #require(explanation.explanations.first?.verdict)
  }

  @Test func ofTheLungsAloneTheRegionsAreNotAsked() async throws {
    let films = try Films(1)
    let path = films.directory + "/chest.png"
    try SyntheticChest().film().write(to: path, as: .png)
    let verdict = try await Self.verdict(ofFilmAt: path)
    #expect(verdict.checks.map(\.question) == [.weights, .hiding] && verdict.shares == nil)
  }

  /// The whole film is shown where no chest is found, border and corners with it.
  @Test func withoutAChestTheBorderIsAsked() async throws {
    let films = try Films(1)
    let verdict = try await Self.verdict(ofFilmAt: films.studies[0].path)
    #expect(verdict.checks.map(\.question) == [.weights, .hiding, .outsideLungs, .border, .corners])
    let lungs = try #require(verdict.checks.first { $0.question == .outsideLungs })
    #expect(lungs.finding.hasSuffix("not asked: no chest found") && lungs.outcome == .unknown && lungs.figure == nil)
    #expect(verdict.outcome != .trust && verdict.shares?.lungs == nil && verdict.shares?.border != nil)
  }
}
