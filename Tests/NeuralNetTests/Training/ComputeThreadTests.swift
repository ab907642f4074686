import CKernels
import NeuralNet
import Testing

@Suite struct ComputeThreadTests {
  private actor Computer {
    private let thread = ComputeThread()
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Half the smallest normalised number, many times over, by a kernel on every thread of the team.
    func halves() -> [Float] {
      var numbers = [Float](repeating: .leastNormalMagnitude, count: 4096)
      pulmo_set_thread_count(2)
      numbers.withUnsafeMutableBufferPointer { numbers in
        pulmo_parallel(numbers.count, numbers.baseAddress) { numbers, begin, end in
          pulmo_scale(numbers?.assumingMemoryBound(to: Float.self).advanced(by: begin), end - begin, 0.5)
        }
      }
      return numbers
    }
  }

  @Test func itsTeamTakesDenormalsForZero() async {
    #expect(await Computer().halves().allSatisfy { $0 == 0 })
    var number = Float.leastNormalMagnitude
    pulmo_scale(&number, 1, 0.5)
    #expect(number > 0, "other threads keep them")
  }
}
