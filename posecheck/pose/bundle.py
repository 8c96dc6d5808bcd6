"""Packing two TFLite networks into a MediaPipe `.task` bundle.

The pose networks inside the mediapipe 0.10.21 wheel carry no metadata, and the Tasks API refuses networks that do not
state how their input is normalised. This module adds that statement and packs the two networks the way
`PoseLandmarker` reads them: a zip of stored (not compressed) members.
"""

import zipfile
from pathlib import Path
from typing import Final

import flatbuffers
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite_schema

TFLITE_IDENTIFIER: Final = b"TFL3"
METADATA_IDENTIFIER: Final = b"M001"
METADATA_BUFFER_NAME: Final = "TFLITE_METADATA"


def with_normalization(network: bytes, *, mean: float, std: float) -> bytes:
    """Return the TFLite network with metadata saying that its RGB input is `(value - mean) / std`.

    Args:
        network: A TFLite flatbuffer with one image input.
        mean: Subtracted from each 0-255 channel value.
        std: Divides what is left.
    """
    model = tflite_schema.ModelT.InitFromObj(tflite_schema.Model.GetRootAsModel(network, 0))
    buffer = tflite_schema.BufferT()
    buffer.data = list(_metadata(mean, std, outputs=len(model.subgraphs[0].outputs)))
    model.buffers.append(buffer)
    entry = tflite_schema.MetadataT()
    entry.name = METADATA_BUFFER_NAME
    entry.buffer = len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(len(network) + 4096)
    builder.Finish(model.Pack(builder), TFLITE_IDENTIFIER)
    return bytes(builder.Output())


def write_bundle(path: Path, detector: bytes, landmarker: bytes) -> None:
    """Write the `.task` file of a BlazePose detector and landmark network, as they come in the mediapipe wheel.

    The normalisation of both is that of MediaPipe's own graphs: -1 to 1 for the detector, 0 to 1 for the landmarks.
    The members' dates are fixed, so that the same networks always give the same bytes.
    """
    members = {
        "pose_detector.tflite": with_normalization(detector, mean=127.5, std=127.5),
        "pose_landmarks_detector.tflite": with_normalization(landmarker, mean=0.0, std=255.0),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)


def _metadata(mean: float, std: float, *, outputs: int) -> bytes:
    image = metadata_schema.TensorMetadataT()
    image.name = "image"
    image.content = metadata_schema.ContentT()
    image.content.contentPropertiesType = metadata_schema.ContentProperties.ImageProperties
    image.content.contentProperties = metadata_schema.ImagePropertiesT()
    image.content.contentProperties.colorSpace = metadata_schema.ColorSpaceType.RGB
    normalization = metadata_schema.ProcessUnitT()
    normalization.optionsType = metadata_schema.ProcessUnitOptions.NormalizationOptions
    normalization.options = metadata_schema.NormalizationOptionsT()
    normalization.options.mean = [mean]
    normalization.options.std = [std]
    image.processUnits = [normalization]
    subgraph = metadata_schema.SubGraphMetadataT()
    subgraph.inputTensorMetadata = [image]
    subgraph.outputTensorMetadata = [metadata_schema.TensorMetadataT() for _ in range(outputs)]
    metadata = metadata_schema.ModelMetadataT()
    metadata.name = "posecheck pose model"
    metadata.subgraphMetadata = [subgraph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(metadata.Pack(builder), METADATA_IDENTIFIER)
    return bytes(builder.Output())
