import Foundation
import Testing

@testable import PulmoKit

@Suite struct ExplanationVerdictTests {
  /// A verdict with nothing defined that can be undefined.
  private static var undefined: ExplanationVerdict {
    let map = Heatmap(width: 4, height: 4, values: Array(repeating: 0, count: 16))
    let hiding = HidingCurves(deletion: [1, 0], insertion: [0, 1], chance: [([1, 0], [0, 1]), ([1, 0], [0, 1])])
    let stage = WeightRandomization.Stage(layers: 1, similarity: nil)
    return ExplanationVerdict(
      of: map, weights: WeightRandomization(stages: [stage], draws: [nil]), hiding: hiding,
      shares: AttributionShares(of: map, lungs: nil),
      stability: LIMEStability(seeds: [1, 2], agreements: [], determinations: [nil, nil]))
  }

  /// Every key is there, null where it has no value, and it reads back.
  @Test func whatIsUndefinedIsNull() throws {
    let data = try JSONEncoder().encode(Self.undefined)
    #expect(try JSONDecoder().decode(ExplanationVerdict.self, from: data) == Self.undefined)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(Set(json.keys) == ["outcome", "summary", "checks", "weights", "hiding", "shares", "stability"])
    func expectNulls(_ object: Any?, _ nulls: [String], others: [String], sourceLocation: SourceLocation = #_sourceLocation) {
      let object = object as? [String: Any] ?? [:]
      #expect(Set(object.keys) == Set(nulls + others), sourceLocation: sourceLocation)
      #expect(nulls.allSatisfy { object[$0] is NSNull }, "\(object)", sourceLocation: sourceLocation)
    }
    let checks = try #require(json["checks"] as? [Any])
    expectNulls(checks[0], ["figure"], others: ["question", "limit", "outcome", "finding"])
    let weights = try #require(json["weights"] as? [String: Any])
    expectNulls((weights["stages"] as? [Any])?.first, ["similarity"], others: ["layers"])
    expectNulls(json["shares"], ["lungs", "outside"], others: ["border", "corners"])
    expectNulls((json["shares"] as? [String: Any])?["border"], ["magnitude", "density"], others: ["area"])
    expectNulls(json["stability"], ["rankCorrelation", "topOverlap", "determination"], others: ["seeds"])
  }

  @Test func whatWasNotAskedIsNull() throws {
    let all = Self.undefined
    let map = Heatmap(width: 1, height: 1, values: [0])
    let verdict = ExplanationVerdict(of: map, weights: all.weights, hiding: all.hiding, shares: nil, stability: nil)
    let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(verdict)) as? [String: Any])
    #expect(json["shares"] is NSNull && json["stability"] is NSNull)
  }
}
