"""The virtual pool and payment by results: funds, allocations, ramps and tariffs, declarations and statements."""
