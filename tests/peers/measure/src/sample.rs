//! The figures of one contestant.

use serde::Serialize;

/// The figures of several rounds, in their order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Sample(pub Vec<f64>);

impl Sample {
    /// The median: the middle figure, or the mean of the two middle ones.
    #[must_use]
    pub fn median(&self) -> f64 {
        let sorted = self.sorted();
        let middle = sorted.len() / 2;
        match sorted.len() {
            0 => f64::NAN,
            len if len % 2 == 0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
            _ => sorted[middle],
        }
    }

    /// The least and the greatest figure.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let sorted = self.sorted();
        (sorted.first().copied().unwrap_or(f64::NAN), sorted.last().copied().unwrap_or(f64::NAN))
    }

    /// Divides the figure of each round by the other's figure of the same round.
    #[must_use]
    pub fn over(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(ours, theirs)| ours / theirs).collect())
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::Sample;

    #[test]
    fn median_and_range() {
        let sample = Sample(vec![5.0, 1.0, 3.0]);
        assert_eq!((sample.median(), sample.range()), (3.0, (1.0, 5.0)));
        assert_eq!(Sample(vec![4.0, 2.0]).median(), 3.0);
        assert!(Sample::default().median().is_nan());
    }

    #[test]
    fn ratios_are_taken_per_round() {
        let ours = Sample(vec![1.0, 10.0, 3.0]);
        let theirs = Sample(vec![2.0, 20.0, 3.0]);
        assert_eq!(ours.over(&theirs), Sample(vec![0.5, 0.5, 1.0]));
    }
}
