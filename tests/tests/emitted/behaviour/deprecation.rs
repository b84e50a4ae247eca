//! Deprecated endpoints.

use generated::Deprecation;

#[test]
fn endpoint_info_names_the_replacement() {
    let deprecated: Vec<_> = generated::endpoints().filter_map(|info| Some((info.name, info.deprecated?))).collect();
    assert_eq!(
        deprecated,
        [(
            "xunjinet.robot.customer.get_robot_account_by_ids",
            Deprecation { replacement: "GetRobotAccountListV2", note: "The vendor recommends its second version." }
        )]
    );
}

/// The expectation is unfulfilled unless the compiler warns of the request.
#[test]
#[expect(deprecated, reason = "this is what is tested")]
fn the_compiler_warns_of_a_deprecated_request() {
    let _ = generated::xunjinet::robot::customer::get_robot_account_by_ids::Request::new("robot");
}
