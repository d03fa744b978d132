"""What a form asks for, as the desk takes it."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


def asked(model: type[M], fields: dict[str, Any]) -> M:
    """Return what fields ask for.

    Raises:
        RequestValidationError: it cannot be asked for so.
    """
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
