"""Reads the weights in a PyTorch file of the format before 1.6, and writes safetensors. Standard library only.

Such a file is five pickles and then the storages. A pickle is a program; here none is run and nothing it names is imported or called:
`pickletools` takes it apart, and a machine of a few lines does the operations that a state dict needs, on plain values. Whatever else a file
asks for is refused, and so is a file that is not exactly what it says.
"""

import array
import io
import json
import math
import pickletools
import sys
from collections import namedtuple

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
MOST_DIMENSIONS = 8

# The only names a pickle may mention, none of which is looked up.
ORDERED_DICT, REBUILD = "collections OrderedDict", "torch._utils _rebuild_tensor_v2"
BYTES_PER_SCALAR = {"torch FloatStorage": 4, "torch LongStorage": 8}
COUNTER = "num_batches_tracked"

Name = namedtuple("Name", "text")
Storage = namedtuple("Storage", "kind key count")
Tensor = namedtuple("Tensor", "storage offset shape strides")


class Refused(Exception):
    """The file is not what this reader reads: why."""


def require(condition, reason):
    if not condition:
        raise Refused(reason)


def is_count(value):
    return type(value) is int and 0 <= value < 1 << 40


class Machine:
    """The stack and the memo of one pickle, and the operations it may do."""

    CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "EMPTY_TUPLE": ()}
    NUMBERS_AND_TEXTS = {"BININT", "BININT1", "BININT2", "LONG1", "BINUNICODE"}
    SHORT_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}

    def __init__(self):
        self.stack, self.marks, self.memo = [], [], {}

    def run(self, stream):
        """The value of the next pickle of `stream`, which is left behind it."""
        try:
            for operation, argument, _ in pickletools.genops(stream):
                if operation.name == "STOP":
                    require(len(self.stack) == 1 and not self.marks, "a pickle ends in the middle of a value")
                    return self.stack[0]
                self.do(operation.name, argument)
        except (ValueError, IndexError, KeyError, OverflowError) as error:
            raise Refused(f"a pickle is damaged: {error}") from None
        raise Refused("a pickle does not end")

    def do(self, name, argument):
        stack = self.stack
        if name in ("PROTO",):
            require(argument == 2, f"pickle protocol {argument}")
        elif name in self.CONSTANTS:
            stack.append(self.CONSTANTS[name])
        elif name in self.NUMBERS_AND_TEXTS:
            stack.append(argument)
        elif name == "EMPTY_DICT":
            stack.append({})
        elif name == "EMPTY_LIST":
            stack.append([])
        elif name == "MARK":
            self.marks.append(len(stack))
        elif name == "TUPLE":
            stack.append(tuple(self.behind_mark()))
        elif name in self.SHORT_TUPLES:
            stack.append(tuple(self.pop(self.SHORT_TUPLES[name])))
        elif name == "APPENDS":
            self.extend(list, self.behind_mark())
        elif name == "SETITEM":
            self.set_items(self.pop(2))
        elif name == "SETITEMS":
            self.set_items(self.behind_mark())
        elif name in ("BINPUT", "LONG_BINPUT"):
            self.memo[argument] = stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            stack.append(self.memo[argument])
        elif name == "GLOBAL":
            require(argument in (ORDERED_DICT, REBUILD, *BYTES_PER_SCALAR), f"it names '{argument}', which is none of a state dict's")
            stack.append(Name(argument))
        elif name == "REDUCE":
            function, arguments = self.pop(2)
            stack.append(self.value_of(function, arguments))
        elif name == "BUILD":
            # What a state dict says of its modules' versions: nothing depends on it.
            (state,) = self.pop(1)
            require(type(state) is dict and type(stack[-1]) is dict, "it builds something other than a dictionary")
        elif name == "BINPERSID":
            (identity,) = self.pop(1)
            stack.append(self.storage(identity))
        else:
            raise Refused(f"it holds the operation {name}, which no state dict needs")

    def pop(self, count):
        floor = self.marks[-1] if self.marks else 0
        require(len(self.stack) - floor >= count, "a pickle takes more than there is")
        values = self.stack[len(self.stack) - count :]
        del self.stack[len(self.stack) - count :]
        return values

    def behind_mark(self):
        start = self.marks.pop()
        values = self.stack[start:]
        del self.stack[start:]
        return values

    def extend(self, kind, values):
        require(type(self.stack[-1]) is kind, f"it extends something other than a {kind.__name__}")
        self.stack[-1].extend(values)

    def set_items(self, values):
        target = self.stack[-1]
        require(type(target) is dict and len(values) % 2 == 0, "it sets items of something other than a dictionary")
        for key, value in zip(values[::2], values[1::2]):
            # Hashing any other key could take for ever: tuples of tuples share what they hold.
            require(type(key) is str, "a dictionary has a key that is no text")
            require(key not in target, f"'{key}' stands there twice")
            target[key] = value

    def value_of(self, function, arguments):
        require(type(function) is Name and type(arguments) is tuple, "it calls something other than a name")
        if function.text == ORDERED_DICT:
            require(arguments == (), "it makes a dictionary of something")
            return {}
        require(function.text == REBUILD and len(arguments) == 6, f"it calls '{function.text}'")
        storage, offset, shape, strides = arguments[:4]
        require(type(storage) is Storage and is_count(offset) and type(shape) is tuple and type(strides) is tuple, "a tensor is none")
        require(len(shape) == len(strides) <= MOST_DIMENSIONS and all(map(is_count, shape + strides)), "a tensor has an odd shape")
        last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides))
        # No more scalars than the storage has: nothing can be blown up, and none but the empty tensor reaches behind it.
        require(math.prod(shape) <= storage.count and (0 in shape or last < storage.count), "a tensor ends behind its storage")
        return Tensor(storage, offset, shape, strides)

    def storage(self, identity):
        require(type(identity) is tuple and len(identity) == 6 and type(identity[0]) is str, "a storage is named oddly")
        tag, kind, key, _, count, view = identity
        require(tag == "storage" and type(kind) is Name and kind.text in BYTES_PER_SCALAR and view is None, "a storage is of another kind")
        require(type(key) is str and is_count(count), "a storage has no key or no size")
        return Storage(kind.text, key, count)


def in_order(scalars, offset, shape, strides):
    """The scalars of a tensor with its last dimension running fastest, wherever they lie in its storage."""
    if 0 in shape:
        return array.array("f")
    # Of dimensions of one there is nothing to walk along; the longest run of the rest is taken at one go.
    axes = [axis for axis in zip(shape, strides) if axis[0] > 1] or [(1, 1)]
    length = 1
    while axes and axes[-1][1] == length:
        length *= axes.pop()[0]
    if length > 1 or not axes:
        step = 1
    else:
        length, step = axes.pop()
        require(step > 0, "a tensor repeats a scalar")
    starts = [offset]
    for size, stride in axes:
        starts = [start + index * stride for start in starts for index in range(size)]
    result = array.array("f")
    for start in starts:
        result.extend(scalars[start : start + (length - 1) * step + 1 : step])
    return result


def read(data):
    """The float tensors of the state dict in the file `data`: by name, (shape, array of float32)."""
    stream = io.BytesIO(data)

    def next_value():
        return Machine().run(stream)

    require(next_value() == MAGIC, "it is no PyTorch file of the format before 1.6")
    require(next_value() == PROTOCOL, "it is of another version of the format")
    system = next_value()
    require(type(system) is dict and system.get("little_endian") is True, "it was not written on a little-endian machine")
    tensors, keys = next_value(), next_value()
    require(type(tensors) is dict and all(type(tensor) is Tensor for tensor in tensors.values()), "it holds something other than tensors")
    require(type(keys) is list and all(type(key) is str for key in keys), "it does not list its storages")

    storages = {}
    for tensor in tensors.values():
        known = storages.setdefault(tensor.storage.key, tensor.storage)
        require(known == tensor.storage, "two storages have one key")
    require(sorted(storages) == sorted(keys), "it lists other storages than its tensors are in")
    contents = {}
    for key in keys:
        count = int.from_bytes(stream.read(8), "little")
        require(count == storages[key].count, "a storage is not as long as its tensors say")
        length = count * BYTES_PER_SCALAR[storages[key].kind]
        contents[key] = stream.read(length)
        require(len(contents[key]) == length, "it is cut off")
    require(stream.read(1) == b"", "something follows the last storage")

    floats = {}
    for name, tensor in tensors.items():
        if tensor.storage.kind != "torch FloatStorage":
            require(name.split(".")[-1] == COUNTER, f"'{name}' is not of 32-bit floats")
            continue
        scalars = array.array("f", contents[tensor.storage.key])
        if sys.byteorder == "big":
            scalars.byteswap()
        scalars = in_order(scalars, tensor.offset, tensor.shape, tensor.strides)
        require(all(map(math.isfinite, scalars)), f"'{name}' holds what is no number")
        floats[name] = (tensor.shape, scalars)
    require(floats, "it holds no tensor")
    return floats


def safetensors(tensors, metadata):
    """The bytes of a safetensors file, the same for the same tensors: names in order, data aligned to 8 bytes."""
    header, offset = {"__metadata__": dict(sorted(metadata.items()))}, 0
    names = sorted(tensors, key=str.encode)
    for name in names:
        shape, scalars = tensors[name]
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [offset, offset + 4 * len(scalars)]}
        offset += 4 * len(scalars)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    parts = [len(text).to_bytes(8, "little"), text]
    for name in names:
        scalars = array.array("f", tensors[name][1])
        if sys.byteorder == "big":
            scalars.byteswap()
        parts.append(scalars.tobytes())
    return b"".join(parts)
