"""ONNX Runtime's side: inference, the first answer, and screening of films through Pillow. The protocol is in turns.py."""

import turns


def make_session(model):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = turns.THREADS
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def main():
    arguments = turns.arguments()
    session = make_session(arguments.weights)
    if arguments.mode == "screening":
        from films import Screening

        screening = Screening(arguments.films, session, arguments.batch, turns.THREADS)
        run, images = screening.run, len(screening.paths)
    else:
        pictures, images = turns.read_pictures(arguments), arguments.batch
        run = lambda: session.run(None, {"pictures": pictures})[0].ravel()
    outputs = run()
    if arguments.mode == "first":
        return turns.first_answer(outputs)
    import onnxruntime

    weights = session.get_modelmeta().custom_metadata_map["weights"]
    version = f"ONNX Runtime {onnxruntime.__version__}"
    if arguments.mode == "screening":
        turns.serve(run, outputs, weights, version, images, untimed=0, minimum=1)
    else:
        turns.serve(run, outputs, weights, version, images)


if __name__ == "__main__":
    main()
