/// Takes the time between the ends of a run's steps, run after run.
final class ProfileRecorder {
  private var steps: [ProgramProfile.Step] = []
  /// For each step its seconds in every run.
  private var seconds: [[Double]] = []
  private var position = 0
  private var last = ContinuousClock.now

  /// Begins a run, at its first step again.
  func begin() {
    position = 0
    last = .now
  }

  /// Ends a step. Every run has the same steps in the same order.
  func end(_ step: @autoclosure () -> ProgramProfile.Step) {
    let now = ContinuousClock.now
    if position == steps.count {
      steps.append(step())
      seconds.append([])
    }
    seconds[position].append((now - last) / .seconds(1))
    position += 1
    // The clock is read again, so that taking notes is no step's time.
    last = .now
  }

  /// Ends a step of the program itself.
  func end(_ operation: String) {
    end(
      ProgramProfile.Step(
        node: "program", operation: operation, implementation: "pulmo", floatingPointOperations: 0, byteCount: 0, seconds: 0))
  }

  /// What was measured, the first run left out: it meets cold memory.
  var profile: ProgramProfile {
    let measured = steps.indices.map { index in
      var step = steps[index]
      let sorted = seconds[index].dropFirst().sorted()
      step.seconds = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
      return step
    }
    return ProgramProfile(steps: measured, runCount: max(0, (seconds.first?.count ?? 0) - 1))
  }
}
