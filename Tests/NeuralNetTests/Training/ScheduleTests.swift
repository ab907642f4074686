import NeuralNet
import Testing

@Suite struct ScheduleTests {
  @Test func constant() {
    for step in [0, 5, 99, 1000] { #expect(LearningRateSchedule.constant.rate(at: step, of: 100, stepsPerEpoch: 10, peak: 0.02) == 0.02) }
  }

  @Test func step() {
    let rates = rates(.step(epochs: 2, factor: 0.5), total: 12, stepsPerEpoch: 2, peak: 8)
    #expect(rates == [8, 8, 8, 8, 4, 4, 4, 4, 2, 2, 2, 2])
  }

  /// Quarters of pi: half a cosine has 1, 0.853…, 0.5, 0.146…, 0.
  @Test func cosineByHand() {
    let half = 0.707_106_8 as Float
    expectClose(rates(.cosine(), total: 5, peak: 2), [2, 1 + half, 1, 1 - half, 0], within: 1e-6, "no warm-up")
    expectClose(
      rates(.cosine(warmUpSteps: 4, finalShare: 0.5), total: 9, peak: 2),
      [0.5, 1, 1.5, 2, 2, 1.5 + half / 2, 1.5, 1.5 - half / 2, 1], within: 1e-6, "warm-up")
    expectClose(rates(.cosine(warmUpSteps: 10), total: 3, peak: 1), [0.1, 0.2, 0.3], within: 1e-6, "warm-up past the end")
    expectClose(rates(.cosine(), total: 1, peak: 1), [1], within: 0, "one step")
  }

  @Test func oneCycleIsPyTorchs() throws {
    let golden = try Golden("schedules")
    expectClose(rates(.oneCycle(), total: 40, peak: 0.5), try golden["one cycle"].scalars, within: 1e-6, "defaults")
    let settings = LearningRateSchedule.oneCycle(risingShare: 0.2, startDivisor: 10, finalDivisor: 100)
    expectClose(rates(settings, total: 33, peak: 0.5), try golden["one cycle, settings"].scalars, within: 1e-6, "settings")
  }

  @Test(arguments: [LearningRateSchedule.constant, .step(), .cosine(warmUpSteps: 3), .oneCycle()])
  func ratesStayWithinThePeakAndHoldAtTheEnd(_ schedule: LearningRateSchedule) {
    for total in [1, 2, 3, 7, 100] {
      let rates = rates(schedule, total: total, stepsPerEpoch: 3, peak: 1)
      #expect(rates.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(rates)")
      #expect(schedule.rate(at: total + 5, of: total, stepsPerEpoch: 3, peak: 1) == rates.last)
    }
  }

  private func rates(_ schedule: LearningRateSchedule, total: Int, stepsPerEpoch: Int = 1, peak: Float) -> [Float] {
    (0..<total).map { schedule.rate(at: $0, of: total, stepsPerEpoch: stepsPerEpoch, peak: peak) }
  }
}
