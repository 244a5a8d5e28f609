#include "CKernels.h"
int ck_one(void){return 1;}
