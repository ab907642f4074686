package import NeuralNet

extension ProgramProfile {
  /// One line a step: node, what is done, whose code does it, milliseconds, share of the run, GFLOP/s and GB/s; then the whole.
  package var table: [String] {
    let header = ["node", "operation", "implementation", "ms", "share", "GFLOP/s", "GB/s"]
    let rows = steps.map { step in
      [
        step.node, step.operation, step.implementation, (step.seconds * 1e3).formatted(decimals: 3),
        "\((share(of: step) * 100).formatted(decimals: 1)) %",
        step.floatingPointOperations == 0 ? "-" : step.gigaflopsPerSecond.formatted(decimals: 1),
        step.byteCount == 0 ? "-" : step.gigabytesPerSecond.formatted(decimals: 1),
      ]
    }
    let rates = [steps.reduce(0) { $0 + $1.floatingPointOperations }, steps.reduce(0) { $0 + $1.byteCount }].map { count in
      (seconds > 0 ? Double(count) / seconds / 1e9 : 0).formatted(decimals: 1)
    }
    let whole = ["the whole run", "", "", (seconds * 1e3).formatted(decimals: 3), "100.0 %"] + rates
    return TextTable.lines([header] + rows + [whole], textColumns: 3)
  }
}
