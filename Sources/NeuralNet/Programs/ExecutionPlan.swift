internal import COneDNN

/// The steps of a program and the buffers they use, before any memory exists.
struct ExecutionPlan {
  /// Where a buffer lives.
  enum Home: Hashable {
    /// In the arena, from its first use to its last.
    case arena
    /// In the arena, all the time: what enters and leaves the program.
    case pinned
    /// In the flat buffer of parameters, or of their gradients.
    case parameter(Int), gradient(Int)
  }

  struct Buffer {
    var byteCount: Int
    var home: Home
  }

  /// A buffer as one argument of a step.
  struct Operand {
    let argument: Int32
    let buffer: Int
    let descriptor: MemoryDescriptor
  }

  enum Work {
    case primitive(Primitive)
    case kernel(any Kernel)
  }

  struct Step {
    let node: String
    let work: Work
    var operands: [Operand]
  }

  private(set) var buffers: [Buffer] = []
  enum Pass {
    /// Done once for the parameters: what it makes is pinned.
    case preparation
    case forward, backward
  }

  private(set) var preparation: [Step] = []
  private(set) var forward: [Step] = []
  private(set) var backward: [Step] = []

  mutating func addBuffer(_ byteCount: Int, _ home: Home = .arena) -> Int {
    buffers.append(Buffer(byteCount: byteCount, home: home))
    return buffers.count - 1
  }

  mutating func pin(_ buffer: Int) {
    if buffers[buffer].home == .arena { buffers[buffer].home = .pinned }
  }

  mutating func append(_ step: Step, to pass: Pass) {
    switch pass {
    case .preparation: preparation.append(step)
    case .forward: forward.append(step)
    case .backward: backward.append(step)
    }
  }

  /// Byte offsets of the arena's buffers and its size: buffers share memory when their lifetimes do not meet.
  /// - Parameter repeatsBackward: whether the backward pass may run again after one forward pass, so that what it reads of that must last.
  func arenaLayout(repeatsBackward: Bool, alignment: Int = 64) -> (offsets: [Int: Int], byteCount: Int) {
    var lifetimes: [Int: ClosedRange<Int>] = [:]
    let steps = forward + backward
    for (time, step) in steps.enumerated() {
      for operand in step.operands {
        let life = lifetimes[operand.buffer] ?? time...time
        lifetimes[operand.buffer] = life.lowerBound...time
      }
    }
    for (index, buffer) in buffers.enumerated() where buffer.home == .pinned { lifetimes[index] = 0...steps.count }
    if repeatsBackward {
      for (index, life) in lifetimes where life.lowerBound < forward.count && life.upperBound >= forward.count {
        lifetimes[index] = life.lowerBound...steps.count
      }
    }

    var offsets: [Int: Int] = [:]
    var total = 0
    // Largest first, each at the lowest offset free during its life: a greedy packing that is close to the bound in practice.
    let inArena = lifetimes.keys.filter { buffers[$0].home == .arena || buffers[$0].home == .pinned }
    for index in inArena.sorted(by: { (buffers[$0].byteCount, $1) > (buffers[$1].byteCount, $0) }) {
      guard let life = lifetimes[index] else { continue }
      let size = (buffers[index].byteCount + alignment - 1) / alignment * alignment
      let taken = offsets.filter { lifetimes[$0.key]?.overlaps(life) == true }
        .map { ($0.value, $0.value + (buffers[$0.key].byteCount + alignment - 1) / alignment * alignment) }
        .sorted { $0 < $1 }
      var offset = 0
      for (start, end) in taken {
        if offset + size <= start { break }
        offset = max(offset, end)
      }
      offsets[index] = offset
      total = max(total, offset + size)
    }
    return (offsets, total)
  }
}
