"""OpenVINO's side: inference and the first answer. The protocol is in turns.py.

Its forms: `latency` has one stream of both threads; `throughput` has as many streams as it likes, kept busy by two requests at once.
Without the precision hint it would compute in bfloat16 where the processor can; all sides compute in float32.
"""

import openvino
import turns


def main():
    arguments = turns.arguments(form="latency")
    core = openvino.Core()
    model = core.read_model(arguments.weights)
    settings = {
        "INFERENCE_PRECISION_HINT": "f32",
        "INFERENCE_NUM_THREADS": turns.THREADS,
        "PERFORMANCE_HINT": arguments.form.upper(),
    }
    compiled = core.compile_model(model, "CPU", settings)
    pictures = turns.read_pictures(arguments)
    requests = [compiled.create_infer_request() for _ in range(2 if arguments.form == "throughput" else 1)]
    for request in requests:
        request.set_input_tensor(openvino.Tensor(pictures, shared_memory=True))

    def run():
        if len(requests) == 1:
            requests[0].infer()
        else:
            for request in requests:
                request.start_async()
            for request in requests:
                request.wait()
        return requests[0].get_output_tensor().data

    if arguments.mode == "first":
        return turns.first_answer(run().ravel())
    weights = model.get_rt_info(["framework", "weights"]).value
    turns.serve(run, run().ravel(), weights, f"OpenVINO {openvino.get_version()}", arguments.batch * len(requests))


if __name__ == "__main__":
    main()
