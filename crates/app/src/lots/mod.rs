//! Spot checks by lot: records and checkers are both drawn, from a frozen set and a public number nobody could know, and the draw can be
//! repeated by anyone. `sample` who is drawn, `estimate` what the visits say, `model` the rows, `frozen` the set as it was, `verbs` what
//! happens to a draw, `repeat` the draw once more from the log alone, `told` the result in words beside a figure.
mod estimate;
mod sample;
#[cfg(test)]
mod simulation;
