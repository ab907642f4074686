internal import COneDNN

/// oneDNN's engine and stream for one program: its processor and the order work is done in.
package final class OneDNN {
  let engine: dnnl_engine_t
  let stream: dnnl_stream_t

  /// The version of the library found at start, such as `3.2.0`.
  package static var version: String {
    guard let version = dnnl_version()?.pointee else { return "unknown" }
    return "\(version.major).\(version.minor).\(version.patch)"
  }

  init() throws(NeuralNetError) {
    guard let version = dnnl_version()?.pointee, version.major >= 3 else { throw .libraryTooOld(found: OneDNN.version) }
    engine = try OneDNN.make("engine", node: "program") { dnnl_engine_create(&$0, dnnl_cpu, 0) }
    do {
      stream = try OneDNN.make("stream", node: "program") { [engine] in dnnl_stream_create(&$0, engine, dnnl_stream_default_flags.rawValue)
      }
    } catch {
      dnnl_engine_destroy(engine)
      throw error
    }
  }

  deinit {
    dnnl_stream_destroy(stream)
    dnnl_engine_destroy(engine)
  }

  static func check(_ status: dnnl_status_t, _ operation: String, node: String) throws(NeuralNetError) {
    guard status == dnnl_success else {
      throw .oneDNN(operation: operation, node: node, status: Int32(bitPattern: status.rawValue))
    }
  }

  /// Calls a creating function of the C API and returns the handle it filled in.
  static func make(
    _ operation: String, node: String, _ create: (inout OpaquePointer?) -> dnnl_status_t
  ) throws(NeuralNetError) -> OpaquePointer {
    var handle: OpaquePointer?
    try check(create(&handle), operation, node: node)
    guard let handle else { throw .oneDNN(operation: operation, node: node, status: Int32(bitPattern: dnnl_runtime_error.rawValue)) }
    return handle
  }
}
