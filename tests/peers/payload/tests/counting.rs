//! The count of allocations. It is the only test in its program, because allocations of all threads are counted.

use payload::counting::{Allocations, Counting, counted};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn allocations_are_counted() {
    let (_, none) = counted(|| 1 + 1);
    assert_eq!(none, Allocations { count: 0, bytes: 0, peak: 0 });
    let (_, grown) = counted(|| {
        drop(std::hint::black_box(vec![1_u8; 1000]));
        let mut list = Vec::<u8>::with_capacity(100);
        list.push(1);
        list.reserve_exact(299);
        std::hint::black_box(list)
    });
    assert_eq!(grown, Allocations { count: 3, bytes: 1300, peak: 1000 });
}
