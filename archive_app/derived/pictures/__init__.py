"""Pictures from outside, opened and made small within bounds of pixels and memory, whatever their size or state.

Beside the vault's safe reading of archives and XML, and under the same promise: nothing trusts a header.
"""
