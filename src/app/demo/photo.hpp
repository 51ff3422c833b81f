// The picture that stands for each photo and paper of the demo: a sun over a field, 96 x 64, PNG, in hexadecimal.
#pragma once

namespace halfsky::app::demo {

constexpr const char* kPhoto =
    "89504e470d0a1a0a0000000d4948445200000060000000400203000000985a9a9d0000000c504c5445dcecf28fb89ac9b48ef4c552fd8de1be000000"
    "7e4944415478daedd0c10d80200c0550086104e7d11138f097740a4762838a8298d092c84d8c3dfe974f4a951a7c0c05196622198868eb0213218c03"
    "fd1f6cdfaa79dd570e00dfc801c7737b02963ad729e78f4d19eaca5560155b20569c98030ad5aa3738b1100162e1005fad5a202dadc101fca10cd27c"
    "06d6c6fcf01c76b0ed81d1303516fe0000000049454e44ae426082";

}  // namespace halfsky::app::demo
