import Foundation
import NeuralNet
import Testing

/// Optimizers and schedules as recipes write them. JSON stands for YAML: both go through the same `Decoder` calls.
@Suite struct ChoiceCodingTests {
  @Test(arguments: [
    (#""adam""#, OptimizerChoice.adam(Adam())), (#"{"adam": {}}"#, .adam(Adam())),
    (#"{"adam": {"epsilon": 1e-7}}"#, .adam(Adam(epsilon: 1e-7))),
    (#"{"adam": {"beta1": 0.5, "beta2": 0.9}}"#, .adam(Adam(beta1: 0.5, beta2: 0.9))),
    (#"{"sgd": {"momentum": 0.9, "isNesterov": true}}"#, .sgd(SGD(momentum: 0.9, isNesterov: true))), (#""sgd""#, .sgd(SGD())),
    (#"{"adamW": {"weightDecay": 0}}"#, .adamW(AdamW(weightDecay: 0))),
  ])
  func optimizers(_ text: String, _ expected: OptimizerChoice) throws {
    let decoded = try JSONDecoder().decode(OptimizerChoice.self, from: Data(text.utf8))
    #expect(decoded == expected)
    let saved = try JSONEncoder().encode(decoded)
    #expect(try JSONDecoder().decode(OptimizerChoice.self, from: saved) == expected)
  }

  @Test func savedFormNamesEverySetting() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(OptimizerChoice.adam(Adam())), as: UTF8.self)
        == #"{"adam":{"beta1":0.9,"beta2":0.999,"epsilon":1e-08}}"#)
    #expect(
      String(decoding: try encoder.encode(LearningRateSchedule.cosine(warmUpSteps: 5)), as: UTF8.self)
        == #"{"cosine":{"finalShare":0,"warmUpSteps":5}}"#)
    #expect(String(decoding: try encoder.encode(LearningRateSchedule.constant), as: UTF8.self) == #"{"constant":{}}"#)
  }

  @Test(arguments: [
    (#""constant""#, LearningRateSchedule.constant), (#"{"constant": {}}"#, .constant), (#""cosine""#, .cosine()),
    (#"{"step": {"epochs": 3}}"#, .step(epochs: 3)), (#"{"step": {"factor": 0.5}}"#, .step(factor: 0.5)),
    (#"{"cosine": {"warmUpSteps": 100, "finalShare": 0.1}}"#, .cosine(warmUpSteps: 100, finalShare: 0.1)),
    (
      #"{"oneCycle": {"risingShare": 0.2, "startDivisor": 10, "finalDivisor": 5}}"#,
      .oneCycle(risingShare: 0.2, startDivisor: 10, finalDivisor: 5)
    ),
  ])
  func schedules(_ text: String, _ expected: LearningRateSchedule) throws {
    let decoded = try JSONDecoder().decode(LearningRateSchedule.self, from: Data(text.utf8))
    #expect(decoded == expected)
    #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: JSONEncoder().encode(decoded)) == expected)
  }

  @Test(arguments: [
    (#""lion""#, "unknown choice 'lion'; known: sgd, adam, adamW"), (#"{"lion": {}}"#, "lion: unknown key"),
    (#"{"adam": {"eps": 1}}"#, "adam.eps: unknown key; known: beta1, beta2, epsilon"), (#"{}"#, "expected one of"),
    (#"{"adam": {}, "sgd": {}}"#, "found 2"), (#"{"adam": {"epsilon": 0}}"#, "epsilon must be positive"),
    (#"{"adam": {"beta1": 1}}"#, "beta1 must be in 0 ..< 1"), (#"{"adam": {"beta2": -0.1}}"#, "beta2 must be in 0 ..< 1"),
    (#"{"sgd": {"momentum": 1.5}}"#, "momentum must be in 0 ..< 1"),
    (#"{"sgd": {"beta1": 0.5}}"#, "sgd.beta1: unknown key; known: momentum, isNesterov"),
    (#"{"adamW": {"weightDecay": -1}}"#, "weightDecay must not be negative"),
  ])
  func refusedOptimizers(_ text: String, _ reason: String) { expectRefusal(OptimizerChoice.self, text, reason) }

  @Test(arguments: [
    (#""linear""#, "unknown choice 'linear'"),
    (#"{"constant": {"factor": 1}}"#, "constant.factor: unknown key; no keys belong here"),
    (#"{"step": {"epochs": 0}}"#, "epochs must be at least 1"), (#"{"step": {"factor": 0}}"#, "factor must be positive"),
    (#"{"cosine": {"warmup": 1}}"#, "cosine.warmup: unknown key; known: warmUpSteps, finalShare"),
    (#"{"cosine": {"warmUpSteps": -1}}"#, "warmUpSteps must not be negative"),
    (#"{"cosine": {"finalShare": 2}}"#, "finalShare must be in 0 ... 1"), (#"{"oneCycle": {"risingShare": -1}}"#, "risingShare"),
    (#"{"oneCycle": {"startDivisor": 0}}"#, "startDivisor"), (#"{"oneCycle": {"finalDivisor": 0}}"#, "finalDivisor"),
  ])
  func refusedSchedules(_ text: String, _ reason: String) { expectRefusal(LearningRateSchedule.self, text, reason) }

  private func expectRefusal<Value: Decodable>(
    _ type: Value.Type, _ text: String, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(sourceLocation: sourceLocation) {
      try JSONDecoder().decode(type, from: Data(text.utf8))
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return "\(path): \(context.debugDescription)".contains(reason)
    }
  }
}
